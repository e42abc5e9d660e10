/** What the service itself answers, to hold the page against. */
export async function runProcess<Result>(
  url: string,
  processId: string,
  inputs: unknown,
): Promise<Result> {
  const response = await fetch(`${url}/api/processes/${processId}/execution`, {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({inputs}),
  });
  if (!response.ok) throw new Error(`${processId}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Result;
}
