// Prints every code point that this engine's Unicode data calls default ignorable, one a line, in hex.
for (let code = 0; code <= 0x10ffff; code++)
  if ((code < 0xd800 || code > 0xdfff) && /\p{Default_Ignorable_Code_Point}/u.test(String.fromCodePoint(code)))
    console.log(code.toString(16));
