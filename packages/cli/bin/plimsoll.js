#!/usr/bin/env node
// Plain JavaScript on purpose: a `bin` that does not exist at install time is not linked.
const [major, minor] = process.versions.node.split('.').map(Number);
const supported = (major === 22 && minor >= 18) || (major === 24 && minor >= 11) || major >= 26;
if (supported) {
  const { main } = await program();
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write(
    `plimsoll needs Node ^22.18, ^24.11 or >=26; this is ${process.versions.node}.\n` +
      'On Linux x64, run it through npx or an npm script in a folder where plimsoll is installed: a pinned Node comes with it.\n',
  );
  process.exitCode = 2;
}

/** An installed package has the program in a few files (scripts/bundle.ts), a checkout as it was built. */
async function program() {
  try {
    return await import('../bundle/plimsoll.js');
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    return import('../dist/index.js');
  }
}
