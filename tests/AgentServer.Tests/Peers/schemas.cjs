'use strict';
// Compiles the schemas of a list of tools (a line of JSON on standard input) with ajv, as strict as it gets, in both dialects that
// clients use, and checks them against what models' vendors refuse. Prints a line of JSON: what is wrong. argv: the folder of the packages.
const { createRequire } = require('node:module');
const load = createRequire(`${process.argv[2]}/`);
const Ajv = load('ajv').default;
const Ajv2020 = load('ajv/dist/2020').default;
const addFormats = load('ajv-formats').default ?? load('ajv-formats');

// Anthropic and OpenAI: names of tools and arguments, no combination at the root, object at the root. OpenAI: 1,024 characters of
// description. Gemini: one type each, no null, no reference, an array says what is in it, an enumeration is of texts.
function lint(schema, path, isRoot, wrong) {
  const refuse = (what) => wrong.push(`${path}: ${what}`);
  if (typeof schema !== 'object' || schema === null) return refuse('is no schema');
  if (typeof schema.type !== 'string' || schema.type === 'null') refuse(`type is ${JSON.stringify(schema.type)}`);
  for (const word of ['$ref', '$defs', 'definitions', 'anyOf', 'oneOf', 'allOf', 'not', 'if', 'patternProperties', 'prefixItems', 'const', 'nullable'])
    if (word in schema) refuse(`has ${word}`);
  if ('default' in schema && schema.default === null) refuse('default is null');
  if (schema.description?.length > 1024) refuse('description is too long');
  if (schema.enum && (schema.type !== 'string' || schema.enum.some((value) => typeof value !== 'string' || value === ''))) refuse('enum is not of texts');
  if (isRoot && schema.type !== 'object') refuse('is no object');
  if (schema.type === 'object') {
    if (schema.additionalProperties !== false) refuse('takes more than it says');
    for (const name of schema.required ?? []) if (!schema.properties?.[name]) refuse(`requires ${name}, which it has not`);
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      if (!/^[a-zA-Z0-9_.-]{1,64}$/.test(name)) refuse(`${name} is no name`);
      lint(property, `${path}.${name}`, false, wrong);
    }
  }
  if (schema.type === 'array') lint(schema.items, `${path}[]`, false, wrong);
}

let text = '';
process.stdin.on('data', (chunk) => { text += chunk; }).on('end', () => {
  const { tools } = JSON.parse(text);
  const wrong = [];
  for (const tool of tools) {
    if (!/^[a-zA-Z0-9_-]{1,64}$/.test(tool.name)) wrong.push(`${tool.name} is no name`);
    if (!tool.description || tool.description.length > 1024) wrong.push(`${tool.name}: description of ${tool.description?.length}`);
    lint(tool.inputSchema, tool.name, true, wrong);
    for (const Validator of [Ajv, Ajv2020])
      for (const which of ['inputSchema', 'outputSchema'])
        try {
          addFormats(new Validator({ strict: true, allErrors: true })).compile(tool[which]);
        } catch (error) {
          wrong.push(`${tool.name}.${which}: ${error.message}`);
        }
  }
  // claude.ai's limit for one connector.
  if (JSON.stringify(tools.map((tool) => tool.inputSchema)).length > 1048576) wrong.push('the input schemas are too large together');
  console.log(JSON.stringify({ compiled: tools.length * 4, wrong }));
});
