import JSZip from 'jszip';

type Cell = string | number | null;

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const letters = (column: number) => String.fromCharCode(65 + column);

/** A workbook with the given sheets, as small as one can be. Rows are lists of cells. */
export async function makeWorkbook(sheets: Record<string, Cell[][]>): Promise<Buffer> {
  return zipWorkbook(
    Object.fromEntries(
      Object.entries(sheets).map(([name, rows]) => [
        name,
        rows
          .map(
            (cells, r) =>
              `<row r="${r + 1}">${cells
                .map((cell, c) => {
                  const ref = `${letters(c)}${r + 1}`;
                  if (cell === null) return '';
                  return typeof cell === 'number'
                    ? `<c r="${ref}"><v>${cell}</v></c>`
                    : `<c r="${ref}" t="inlineStr"><is><t>${escape(cell)}</t></is></c>`;
                })
                .join('')}</row>`,
          )
          .join(''),
      ]),
    ),
  );
}

/** The same from the XML of each sheet's rows, for files that nobody would write by hand. */
export async function zipWorkbook(sheets: Record<string, string>): Promise<Buffer> {
  const zip = new JSZip();
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const names = Object.keys(sheets);
  zip.file(
    'xl/workbook.xml',
    `<?xml version="1.0"?><workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${names
      .map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
      .join('')}</sheets></workbook>`,
  );
  zip.file(
    'xl/_rels/workbook.xml.rels',
    `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names
      .map(
        (_, i) =>
          `<Relationship Id="rId${i + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
      )
      .join(
        '',
      )}<Relationship Id="styles" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
  );
  // style 0 is plain, style 1 a date
  zip.file(
    'xl/styles.xml',
    `<?xml version="1.0"?><styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  );
  names.forEach((name, i) =>
    zip.file(
      `xl/worksheets/sheet${i + 1}.xml`,
      `<?xml version="1.0"?><worksheet xmlns="${main}"><sheetData>${sheets[name]}</sheetData></worksheet>`,
    ),
  );
  return zip.generateAsync({type: 'nodebuffer', compression: 'DEFLATE'});
}
