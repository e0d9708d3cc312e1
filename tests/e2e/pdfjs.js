// A PDF as pdf.js reads it (Debian's libjs-pdf). node pdfjs.js FILE: its text, line ends where pdf.js sees them.
// node pdfjs.js FILE tree: for each page a line of JSON, its tags as getStructTree() has them: [role, …] with texts and nodes.
const fs = require("fs");
const pdfjs = require("/usr/share/javascript/pdf/build/pdf.js");
pdfjs.GlobalWorkerOptions.workerSrc = "/usr/share/javascript/pdf/build/pdf.worker.js";

async function tree(page) {
  const { items } = await page.getTextContent({ includeMarkedContent: true });
  const texts = {}, open = [];
  for (const i of items) {
    if (i.type === "beginMarkedContentProps" || i.type === "beginMarkedContent") open.push(i.id);
    else if (i.type === "endMarkedContent") open.pop();
    else for (const id of open) if (id) texts[id] = (texts[id] || "") + i.str;
  }
  const node = (n) => (n.type === "content" ? texts[n.id] || "" : [n.role, ...(n.children || []).map(node)]);
  const root = await page.getStructTree();
  return root ? node(root) : [""];
}

async function main(path, what) {
  const document = await pdfjs.getDocument({ data: new Uint8Array(fs.readFileSync(path)), verbosity: 0,
                                             cMapUrl: "/usr/share/javascript/pdf/web/cmaps/", cMapPacked: true }).promise;
  for (let n = 1; n <= document.numPages; n++) {
    const page = await document.getPage(n);
    if (what === "tree") {
      process.stdout.write(JSON.stringify(await tree(page)) + "\n");
      continue;
    }
    const { items } = await page.getTextContent();
    process.stdout.write(items.map((i) => i.str + (i.hasEOL ? "\n" : "")).join("") + "\f");
  }
}

main(process.argv[2], process.argv[3]);
