import {readFile} from 'node:fs/promises';
import {text} from 'node:stream/consumers';
import type {Agreement, AgreementDraft} from '../../contract/agreement.ts';

/** What a file says of an agreement: its text, and which version it is of where it says so. */
export interface AgreementFile extends Partial<Pick<Agreement, 'id' | 'version' | 'isExample'>> {
  draft: AgreementDraft;
}

/**
 * Reads an agreement from a JSON file, or - for standard input. What the service adds to a saved one
 * is told apart from what people wrote; whether that is an agreement is for the service to say.
 * @throws Error for a file that is not there, not JSON, or no object
 */
export async function readAgreementFile(file: string): Promise<AgreementFile> {
  const json =
    file === '-'
      ? await text(process.stdin)
      : await readFile(file, 'utf8').catch(() => {
          throw new Error(`There is no file ${file} that can be read.`);
        });
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`, {cause: error});
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new Error(
      `${file} holds no agreement: expected one object, as liandong agreements show prints it.`,
    );
  }
  const {id, version, isExample, latestVersion: _, createdAt: __, ...draft} = content as Agreement;
  return {
    ...(id === undefined ? {} : {id}),
    ...(version === undefined ? {} : {version}),
    ...(isExample === undefined ? {} : {isExample}),
    draft,
  };
}
