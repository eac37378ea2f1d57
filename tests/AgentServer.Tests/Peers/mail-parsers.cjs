// Reads messages, a line of base64 each, with two parsers; answers a line of JSON each. argv: the folder of the packages.
const { createRequire } = require('node:module');
const readline = require('node:readline');

const peers = createRequire(`${process.argv[2]}/`);
const { simpleParser } = peers('mailparser');
const PostalMime = peers('postal-mime').default ?? peers('postal-mime');

const people = list => (list ?? []).map(p => ({ name: p.name ?? '', address: p.address ?? '' }));

async function mailparser(bytes) {
  const mail = await simpleParser(bytes, { skipTextToHtml: true });
  return {
    subject: mail.subject ?? '', text: mail.text ?? '',
    from: people(mail.from?.value), to: people(mail.to?.value), cc: people(mail.cc?.value), bcc: people(mail.bcc?.value),
  };
}

async function postalMime(bytes) {
  const mail = await PostalMime.parse(bytes);
  return { subject: mail.subject ?? '', text: mail.text ?? '', from: people(mail.from ? [mail.from] : []), to: people(mail.to), cc: people(mail.cc), bcc: people(mail.bcc) };
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const bytes = Buffer.from(line, 'base64');
    console.log(JSON.stringify({ mailparser: await mailparser(bytes), 'postal-mime': await postalMime(bytes) }));
  }
})();
