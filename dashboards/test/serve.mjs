// A static server for a built site: files as they are, and parts of them, as the browser asks for. On loopback, unless
// another address is given, as in a container.
//
//   node serve.mjs DIRECTORY [PORT [ADDRESS]]     prints where it serves
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2'
};

function find(root, url) {
  let path = join(root, normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname)));
  let file = statSync(path, { throwIfNoEntry: false });
  if (file?.isDirectory()) {
    path = join(path, 'index.html');
    file = statSync(path, { throwIfNoEntry: false });
  }
  return file ? { path, size: file.size } : undefined;
}

export function serve(root, port = 0, address = '127.0.0.1') {
  const server = createServer((request, response) => {
    const file = find(root, request.url);
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const start = range ? Number(range[1]) : 0;
    const end = range?.[2] ? Math.min(Number(range[2]), file.size - 1) : file.size - 1;
    response.writeHead(range ? 206 : 200, {
      'Content-Type': types[extname(file.path)] ?? 'application/octet-stream',
      'Content-Length': end - start + 1,
      'Accept-Ranges': 'bytes',
      ...(range && { 'Content-Range': `bytes ${start}-${end}/${file.size}` })
    });
    if (request.method === 'HEAD' || file.size === 0) response.end();
    else createReadStream(file.path, { start, end }).pipe(response);
  });
  return new Promise((resolve) => server.listen(port, address, () => resolve(server)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [root, port = 3000, address] = process.argv.slice(2);
  const server = await serve(root, Number(port), address);
  console.log(`http://${server.address().address}:${server.address().port}/`);
}
