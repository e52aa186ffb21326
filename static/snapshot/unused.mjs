// What of the memory no visitor has a use for. Each function makes it zero, so that it costs nothing, and stops where
// MicroPython is laid out otherwise.

const PAGE = 65536;
export const moduleOf = (path, suffix) => path.replace(new RegExp(`(/__init__)?\\.${suffix}$`), '').replaceAll('/', '.');

// What comes with MicroPython but for the modules `imported`: the names of all lie one behind another, in the order of a table
// that says where each has its own; what they have lies in that order too. `end` is where the constants have ended.
export const emptyFrozen = (all, end, imported, stop) => {
  const view = new DataView(all.buffer), word = (at) => view.getUint32(at, true);
  const named = /(?:[\w/]+\.py\0){10,}\0/.exec(Buffer.from(all.buffer, 0, end).toString('latin1'));
  if (!named) stop('the names of the modules that come with it lie no longer one behind another');
  const files = named[0].split('\0').slice(0, -2), within = (at) => at >= PAGE && at < end;
  // Each has a table of names, one of constants or none, and its code.
  const described = (table) => files.map((_, index) => word(table + 4 * index)).map((at) => (within(at) && at % 4 === 0
    ? [word(at), word(at + 4) || word(at), word(at + 8)] : [0]));
  const ordered = (entries) => entries.every(([begin, ...more], index) => within(begin) && more.length
    && more.every((at) => at >= begin && at < (entries[index + 1]?.[0] ?? end)));
  const tables = Array.from({ length: (end - PAGE) / 4 - files.length }, (_, index) => PAGE + 4 * index)
    .filter((table) => ordered(described(table)));
  if (tables.length !== 1) stop(`the table of the modules that come with it lies at ${tables.length} places`);
  const entries = described(tables[0]);
  let place = named.index;
  files.forEach((file, index) => {
    // Nobody knows where the last one ends.
    if (!imported.includes(moduleOf(file, 'py')) && index + 1 < files.length) {
      all.fill(0, entries[index][0], entries[index + 1][0]);
      // There is no such module then.
      all.fill(45, place, place + file.length);
    }
    place += file.length + 1;
  });
};

// Of the modules `imported` in the ROM file system `rom` all but the names, constants and code to which something in the memory
// leads: code that has run once cannot run again, and of a name that many modules have one is known. Gives the place
// of each module: of what is in it, and where its entry begins.
export const emptyRun = (all, rom, imported, stop) => {
  const begin = Buffer.from(all.buffer).indexOf(rom);
  if (begin < 0) stop('its modules no longer lie in its memory as they were packed');
  const leads = new Uint32Array(all.buffer).filter((word) => word >= begin && word < begin + rom.length).sort();
  const led = (from, to) => leads.some((word) => word >= from && word < to);
  let at = 0;
  const number = () => {
    let value = 0, octet;
    do {
      octet = all[at];
      at += 1;
      value = value * 128 + (octet & 127);
    } while (octet > 127);
    return value;
  };
  // How extmod/vfs_rom.c of MicroPython reads it.
  const files = (end, path = '', entry = 0) => {
    const found = [];
    while (at < end) {
      const kind = number(), last = number() + at;
      if (kind === 2) found.push([path, at, last, entry]);
      else if (kind === 4 || kind === 5) {
        const inner = at, length = number(), name = Buffer.from(all.buffer, at, length).toString();
        at += length;
        found.push(...files(last, `${path}/${name}`, inner));
      } else stop(`its modules are packed with a record of the kind ${kind}`);
      at = last;
    }
    return found;
  };
  // How py/persistentcode.c of MicroPython reads it.
  const constants = () => {
    const kind = number(), found = [];
    if (kind === 10) for (let left = number(); left; left -= 1) found.push(...constants());
    else if (kind > 4 && kind < 10) {
      const length = number() + (kind < 7 ? 1 : 0);
      found.push([at, at += length]);
    } else if (kind > 10) stop(`a module has a constant of the kind ${kind}`);
    return found;
  };
  const codes = () => {
    const told = number(), from = at;
    if (told & 3) stop('a module has code that is no bytecode');
    at += told >> 3;
    const found = [[from, at]];
    if (told & 4) for (let left = number(); left; left -= 1) found.push(...codes());
    return found;
  };
  at = begin + 3;
  const modules = files(number() + at);
  for (const [path, from, to] of modules) {
    if (!imported.includes(moduleOf(path.slice(1), 'mpy'))) continue;
    at = from + 4;
    const parts = [];
    let names = number(), others = number();
    for (; names; names -= 1) {
      const length = number();
      if (!(length & 1)) parts.push([at, at += (length >> 1) + 1]);
    }
    for (; others; others -= 1) parts.push(...constants());
    parts.push(...codes().sort(([one], [other]) => one - other));
    if (at !== to) stop('a module is compiled in another way');
    const needed = [...parts.filter((each) => led(...each)), [to, to]];
    needed.forEach(([next], index) => all.fill(0, needed[index - 1]?.[1] ?? from, next));
  }
  return modules;
};
