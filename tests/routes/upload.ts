/** A multipart body with one file, as a browser sends it. */
export function upload(fileName: string, content: Uint8Array | string, field = 'file') {
  const boundary = '----liandong-test';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${fileName}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return {
    headers: {'content-type': `multipart/form-data; boundary=${boundary}`},
    payload: Buffer.concat([
      Buffer.from(head),
      Buffer.from(content),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  };
}
