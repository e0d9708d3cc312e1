// The text of a PDF as pdf.js reads it (Debian's libjs-pdf), line ends where it sees them: node pdfjs.js FILE
const fs = require("fs");
const pdfjs = require("/usr/share/javascript/pdf/build/pdf.js");
pdfjs.GlobalWorkerOptions.workerSrc = "/usr/share/javascript/pdf/build/pdf.worker.js";

async function main(path) {
  const document = await pdfjs.getDocument({ data: new Uint8Array(fs.readFileSync(path)), verbosity: 0,
                                             cMapUrl: "/usr/share/javascript/pdf/web/cmaps/", cMapPacked: true }).promise;
  for (let n = 1; n <= document.numPages; n++) {
    const { items } = await (await document.getPage(n)).getTextContent();
    process.stdout.write(items.map((i) => i.str + (i.hasEOL ? "\n" : "")).join("") + "\f");
  }
}

main(process.argv[2]);
