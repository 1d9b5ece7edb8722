// Search without a server. The index is made by the program's package search, which says how its files are
// read; this script holds to it. It finds every passage that holds the words, and nothing else:
// pairs of characters name the leaves of texts where the words can be, and the text decides.
(() => {
  "use strict";
  const script = document.currentScript, data = script.dataset.index;

  // ---- files ----
  const told = new Map(), asked = new Map();
  let fresh = ""; // a moment, once a cache turned out to be stale
  window.gk = (name, value) => told.set(name, value);
  const get = (name, version) => {
    if (!asked.has(name)) {
      asked.set(name, new Promise((done, fail) => {
        const s = document.createElement("script");
        s.src = data + name + ".js?" + (version || "") + fresh;
        s.onload = () => (s.remove(), told.has(name) ? done(told.get(name)) : fail(name));
        s.onerror = () => (s.remove(), asked.delete(name), fail(name));
        document.head.append(s);
      }));
    }
    return asked.get(name);
  };

  // Numbers out of characters that hold 15 bits each.
  const reader = text => {
    let at = 0, have = 0, v = 0;
    const bits = n => {
      while (have < n) {
        v = (v & ((1 << have) - 1)) << 15 | text.charCodeAt(at++) - 0x3400;
        have += 15;
      }
      have -= n;
      return v >>> have & ((1 << n) - 1);
    };
    const gamma = () => {
      let n = 0, x = 1;
      while (!bits(1)) n++;
      while (n--) x = x * 2 + bits(1);
      return x;
    };
    const rice = k => {
      let x = 0;
      while (bits(1)) x++;
      for (; k > 16; k--) x = x * 2 + bits(1);
      return x * 2 ** k + bits(k);
    };
    return { bits, gamma, rice };
  };
  const riceOf = (n, sum) => {
    let k = 0;
    while (n * 2 ** (k + 1) * 100 <= 69 * sum) k++;
    return k;
  };
  const gaps = (r, n, k) => {
    const out = [];
    for (let last = -1; n-- > 0;) out.push(last += 1 + r.rice(k));
    return out;
  };

  // ---- folding, as package fold does ----
  const nothing = /[\p{White_Space}\p{Cf}\x00]/gu;
  const folds = new Map();
  const foldOne = (c, han) => {
    let f = folds.get(c);
    if (f === undefined) {
      f = c.normalize("NFKC").toLowerCase().replace(nothing, "");
      folds.set(c, f);
    }
    return han && f ? [...f].map(x => han.get(x) || x).join("") : f;
  };
  // fold gives the folded text and, where map is an array, the place of each of its units in the text.
  // What is Han throughout is passed over where it can.
  const fold = (text, han, map) => {
    const one = c => foldOne(c, han);
    if (!map) return text.replace(han ? /[^]/gu : /[^\u4E00-\u9FFF]/gu, one);
    let out = "", at = 0;
    for (const c of text) {
      out += one(c);
      while (map.length < out.length) map.push(at);
      at += c.length;
    }
    map.push(at);
    return out;
  };
  const pairsOf = text => {
    const c = [...text], m = new Map();
    for (let i = 1; i < c.length; i += 2) m.set(c[i - 1], c[i]);
    return m;
  };

  // ---- the index ----
  const mix = (a, b) => {
    let x = a << 16 | b;
    x ^= x >>> 16;
    x = Math.imul(x, 0x21f0aaad);
    x ^= x >>> 15;
    x = Math.imul(x, 0x735a2d97);
    return (x ^ x >>> 15) >>> 0;
  };

  // segment opens a part of the index. Of each document it tells the day, the facets' values and which leaves of
  // bodies are its; lists and text are how to ask it.
  const segment = async (site, at) => {
    const r = reader(await get(at + "/m"));
    const version = r.bits(15);
    // file opens one of the segment's files, which must be of the same build.
    const file = async (name, sum) => {
      const r = reader(await get(at + "/" + name, sum));
      if (r.bits(15) !== sum) throw name;
      return r;
    };
    const less = (from = r) => from.gamma() - 1;
    const width = 32 - less(), docs = less(), leaves = less();
    let today = r.gamma(), leaf = 0;
    const kDay = less(), kLeaf = less(), kinds = [];
    for (let n = less(); n-- > 0;) kinds.push([less(), less(), less()]);
    const kKind = less(), widths = site.facets.slice(0, 2).map(f => Math.ceil(Math.log2(f.values.length || 1)));
    const first = new Uint32Array(docs + 1), day = new Uint32Array(docs), facets = site.facets.map(() => new Uint16Array(docs));
    for (let i = 0; i < docs;) {
      day[i] = today += r.rice(kDay);
      leaf += r.rice(kLeaf);
      [...kinds[r.rice(kKind)], ...widths.map(r.bits)].forEach((v, f) => facets[(f + 2) % 5][i] = v);
      first[++i] = leaf;
    }
    const chunk = new Uint32Array(docs), starts = [], sums = [], texts = [];
    for (let i = 0, n = less(), c = 0; c < n; c++) {
      starts.push(i);
      for (let m = r.gamma(); m-- > 0;) chunk[i++] = c;
      sums.push(r.bits(15));
    }
    // lists gives the leaves that hold a pair, in order: of heads, three a document, and of bodies.
    const lists = async (a, b) => {
      const m = mix(a, b), want = m % 2 ** width;
      const r = await file("g" + Math.floor(m / 2 ** width).toString(16), version);
      let pairs = less(r);
      const k = riceOf(pairs || 1, 2 ** width);
      for (let rest = -1; pairs-- > 0 && rest < want;) {
        rest += 1 + r.rice(k);
        const two = [3 * docs, leaves].map(all => {
          const n = less(r), other = all - n;
          if (n <= other) return gaps(r, n, riceOf(n || 1, other));
          const not = gaps(r, other, riceOf(other || 1, n)), out = [];
          if (rest === want) for (let i = 0, j = 0; i < all; i++) if (i === not[j]) j++; else out.push(i);
          return out;
        });
        if (rest === want) return two;
      }
      return [[], []];
    };
    // text gives a document's leaves, each a list of its passages, and the traditional characters in them.
    const text = async doc => {
      const c = chunk[doc];
      texts[c] = texts[c] || file("b" + starts[c], sums[c]).then(r => {
        const bytes = Uint8Array.from({ length: less(r) }, () => r.bits(8));
        return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
      }).then(t => t.split("\n\n\n"));
      const [han, ...all] = await texts[c];
      return { han: han && pairsOf(han), leaves: all[doc - starts[c]].split("\n\n").map(l => l.split("\n")) };
    };
    return { site, docs, first, day, facets, lists, text };
  };

  // ---- what is asked for ----
  const mostWords = 16, mostUnits = 200, mostPairs = 6;

  // number gives the form in which numbers of documents are kept: 示财〔2026〕3号, 示财[2026]3号 and 2026 3 号 become
  // 示财2026·3号; "" for what is none.
  const number = t => {
    const m = /^(.*?)([〔[(（【{]?)((?:19|20)\d\d)[〕\])）】}]?年?第?0*(\d*)号?$/.exec(t);
    return m && (m[4] || m[2]) ? m[1] + m[3] + "·" + (m[4] && m[4] + "号") : "";
  };

  // Words of a query, folded: all of them, "exactly" these, and -none of these. A minus before all there is
  // is a part of it, -3.2%, as are quotation marks around a part of a word, “十四五”规划.
  const parse = (query, han) => {
    const words = [], several = /\S\s+\S/.test(query);
    let cut = query.length > 2000;
    for (const [, sign = "", quoted, bare] of query.slice(0, 2000).matchAll(/(?:^|\s)([-－−])?(?:["“”]([^"“”]*)(?:["“”](?!\S)|$)|(\S+))/gu)) {
      let text = fold((several ? "" : sign) + (quoted === undefined ? bare : quoted), han);
      if (text.length > mostUnits) {
        text = text.slice(0, mostUnits);
        cut = true;
      }
      if (!text) continue;
      if (words.length === mostWords) {
        cut = true;
        break;
      }
      const ways = [{ units: text }];
      if (quoted === undefined && /^[a-z'’]{2,60}$/.test(text)) ways.push(...sounds(text.replace(/['’]/g, " ")));
      words.push({ text, minus: several && sign, ways });
    }
    const whole = fold(query.slice(0, 100), han), keys = [];
    const n = number(whole), bare = whole.replace(/[-‐-―._/·]/g, "");
    if (/^\s*[a-z]+\s[a-z\s]+$/i.test(query)) keys.push(...sounds(query.toLowerCase().replace(/\s+/g, " ").slice(0, 60)));
    if (n.length > 1) keys.push({ units: n, key: 1 });
    if (/^[a-z0-9]*\d[a-z0-9]*$/.test(bare) && bare.length > 3) keys.push({ units: bare, key: 2 });
    return { words, cut, keys };
  };

  // Syllables and first letters stand in the index as low surrogates, which no text has side by side.
  const heads = ",b,p,m,f,d,t,n,l,g,k,h,j,q,x,zh,ch,sh,r,z,c,s,y,w".split(",");
  const tails = "a o e ai ei ao ou an en ang eng er ong i ia ie iao iu ian in iang ing iong u ua uo uai ui uan un uang ue v ve".split(" ");
  const letter = c => String.fromCharCode(0xDF5F + c.charCodeAt(0));
  const syllable = s => {
    const [, head, tail] = /^([zcs]h|[b-df-hj-np-tw-z]?)(.*)/.exec(s), t = tails.indexOf(tail);
    return t < 0 ? "" : String.fromCharCode(0xDC00 + heads.indexOf(head) * 40 + t);
  };
  const sounds = text => {
    const out = [], seek = (at, units) => {
      if (out.length > 20) return;
      while (text[at] === " ") at++;
      if (at >= text.length) {
        if (units.length > 1) out.push({ units, sound: true });
        return;
      }
      for (let n = Math.min(6, text.length - at); n > 0; n--) {
        const u = syllable(text.slice(at, at + n));
        if (u) seek(at + n, units + u);
      }
    };
    seek(0, "");
    const first = text.replace(/ /g, "");
    if (first.length > 1 && first.length < 30) out.push({ units: [...first].map(letter).join(""), sound: true });
    return out;
  };

  // ---- finding ----
  const both = (a, b) => {
    const out = [];
    for (let i = 0, j = 0; i < a.length && j < b.length;) {
      if (a[i] === b[j]) {
        out.push(a[i++]);
        j++;
      }
      else if (a[i] < b[j]) i++;
      else j++;
    }
    return out;
  };
  // places are which pairs of a word are looked for: all of a short one, of a longer one some that
  // are spread over it.
  const places = n => {
    const out = new Set(), most = Math.min(n - 1, mostPairs);
    for (let i = 0; i < most; i++) out.add(Math.round(i * (n - 2) / Math.max(1, most - 1)));
    return [...out];
  };
  const none = 9;

  // hits gives for each document of a segment how well it fits a word (0 a number, 1 its title, 2 its record, 3 its
  // text, none) and whether that is sure or its text must say.
  const hits = async (seg, ways, q) => {
    const fit = new Uint8Array(seg.docs).fill(none), sure = new Uint8Array(seg.docs);
    await Promise.all(ways.map(async way => {
      const n = way.units.length;
      if (n < 2) { // stands nearly everywhere, and is the word's only way
        fit.fill(3);
        return;
      }
      const pairs = await Promise.all(places(n).map(i => seg.lists(way.units.charCodeAt(i), way.units.charCodeAt(i + 1))));
      const hidden = way.key || way.sound;
      if (!hidden && pairs.some(([h, b]) => !h.length && !b.length)) q.unknown = true;
      const [inHeads, inBodies] = [0, 1].map(i => pairs.map(p => p[i]).sort((a, b) => a.length - b.length).reduce(both));
      const put = (d, t) => {
        fit[d] = Math.min(fit[d], t);
        sure[d] |= n === 2;
      };
      for (const l of inHeads) {
        const leaf = l % 3;
        if (leaf > 1 === !!hidden) put((l - leaf) / 3, way.key ? 0 : hidden ? 1 : 1 + leaf);
      }
      let d = 0;
      if (!hidden) for (const l of inBodies) {
        while (seg.first[d + 1] <= l) d++;
        put(d, 3);
      }
      if (way.sound) {
        const heard = await Promise.all(seg.site.facets[0].values.map(([, name]) => spoken(seg.site, name, way.units)));
        for (d = 0; d < seg.docs; d++) if (heard[seg.facets[0][d]] && fit[d] > 2) fit[d] = 2, sure[d] = 1;
      }
    }));
    return { fit, sure };
  };

  // judge looks into a document's text: how well it fits, and none where it does not.
  const judge = async (seg, doc, q) => {
    const { han, leaves } = await seg.text(doc);
    const folded = leaves.map(l => l.map(p => fold(p, han)));
    const holds = async way => {
      if (way.sound) return (await spoken(seg.site, leaves[0][1], way.units)) ? 1 : (await spoken(seg.site, departmentOf(seg, doc), way.units)) ? 2 : none;
      if (way.key) return folded[2].some(p => p.includes(way.units)) ? 0 : none;
      const at = folded.findIndex((l, i) => i !== 2 && l.some((p, j) => (i || j) && p.includes(way.units)));
      return at < 0 ? none : Math.min(3, 1 + at);
    };
    const best = async ways => Math.min(none, ...await Promise.all(ways.map(holds)));
    for (const w of q.words) if (w.minus && await best(w.ways) < none) return none;
    let worst = q.words.some(w => !w.minus) ? 0 : q.words.length ? 3 : none;
    for (const w of q.words) if (!w.minus) worst = Math.max(worst, await best(w.ways));
    return Math.min(worst, await best(q.keys));
  };
  const departmentOf = (seg, doc) => seg.site.facets[0].values[seg.facets[0][doc]][1];

  // spoken reports whether characters that stand side by side sound so.
  const spoken = async (site, text, units) => {
    site.py = site.py || get("py").then(t => new Map([...t.matchAll(/([^a-z ])([a-z ]+)/gu)].map(([, c, all]) => [c, all.split(" ")])));
    const py = await site.py, chars = [...text], say = units[0] >= "\uDFC0" ? letter : syllable;
    return chars.some((_, at) => units.split("").every((u, i) => (py.get(chars[at + i]) || []).some(r => say(r) === u)));
  };

  // results orders the documents of parts that fit: by date where order is "date"; chosen has a value for each facet,
  // undefined for any.
  const results = (site, q, parts, chosen, order) => {
    const buckets = [[], [], [], []], counts = chosen.map(() => new Map());
    const found = { q, counts, total: 0, unsure: 0 };
    parts.forEach(({ seg, fit, sure }, s) => {
      for (let d = 0; d < seg.docs; d++) {
        if (fit[d] === none) continue;
        const values = [...seg.facets.map(f => f[d]), yearOf(seg.day[d])];
        const off = chosen.map((c, f) => c !== undefined && c !== values[f]), many = off.filter(x => x).length;
        values.forEach((v, f) => many - off[f] || counts[f].set(v, (counts[f].get(v) || 0) + 1));
        if (many) continue;
        found.total++;
        found.unsure += !sure[d];
        buckets[order === "date" ? 0 : fit[d]].push({ seg, s, d, sure: sure[d] });
      }
    });
    const newer = (a, b) => b.seg.day[b.d] - a.seg.day[a.d] || a.s - b.s || b.d - a.d;
    for (const b of buckets) b.sort(newer);
    found.more = () => buckets.some(b => b.length);
    // next gives the next results, at most n; fewer where there are no more.
    found.next = async n => {
      const out = [];
      for (let b = 0; b < 4 && out.length < n;) {
        const some = buckets[b].splice(0, n - out.length);
        if (!some.length) b++;
        const fits = await Promise.all(some.map(x => x.sure ? b : judge(x.seg, x.d, q)));
        some.forEach((x, i) => {
          const fit = order === "date" && fits[i] < none ? b : Math.max(b, fits[i]);
          found.unsure -= !x.sure;
          x.sure = 1;
          if (fit === none) found.total--;
          else if (fit === b) out.push(x);
          else buckets[fit].push(x), buckets[fit].sort(newer);
        });
      }
      return out;
    };
    return found;
  };
  const yearOf = day => new Date(day * 864e5).getUTCFullYear();

  // find looks for a query. It fails where a file of the index cannot be had.
  // A query of single characters alone is none: they are everywhere.
  const find = async (site, query, chosen = [...site.facets, 0].map(() => undefined), order) => {
    let q = parse(query);
    const run = () => Promise.all(site.segments.map(async seg => {
      const look = w => hits(seg, w.ways, q);
      const [all, not, keys] = await Promise.all([q.words.filter(w => !w.minus), q.words.filter(w => w.minus), q.keys.length ? [{ ways: q.keys }] : []].map(l => Promise.all(l.map(look))));
      const fit = new Uint8Array(seg.docs), sure = new Uint8Array(seg.docs).fill(1);
      for (let d = 0; d < seg.docs; d++) {
        fit[d] = all.length || query.trim() && !not.length ? 0 : 3;
        for (const h of all) fit[d] = Math.max(fit[d], h.fit[d]), sure[d] &= h.sure[d];
        if (!all.length && !fit[d]) fit[d] = none;
        for (const h of keys) if (h.fit[d] < none) fit[d] = Math.min(fit[d], h.fit[d]), sure[d] &= h.sure[d];
        for (const h of not) if (h.fit[d] < none) h.sure[d] ? fit[d] = none : sure[d] = 0;
      }
      return { seg, fit, sure };
    }));
    let parts = await run();
    if (q.unknown && /\p{Script=Han}/u.test(query)) { // perhaps it is written in traditional characters
      const again = parse(query, pairsOf(await get("han")));
      if (again.words.some((w, i) => w.text !== q.words[i].text)) {
        q = again;
        parts = await run();
      }
    }
    const found = results(site, q, parts, chosen, order), wanted = q.words.filter(w => !w.minus);
    found.short = !q.keys.length && wanted.length && wanted.every(w => w.text.length < 2);
    return found;
  };

  const open = async () => {
    const site = JSON.parse(await get("site"));
    site.segments = await Promise.all(site.segments.map((_, i) => segment(site, i)));
    return site;
  };

  window.gongkaiSearch = { open, find, fold };

  // ---- the page of results ----
  const form = document.querySelector("form[data-search]");
  if (!form) return;
  const at = name => document.querySelector("[data-" + name + "]");
  const params = new URLSearchParams(location.search), said = form.dataset;
  const query = params.get("q") || "", order = params.get("sort");

  const make = (tag, attributes, ...children) => {
    const e = document.createElement(tag);
    for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
    e.append(...children);
    return e;
  };
  // way gives the address of these results with another choice.
  const way = (name, value) => {
    const p = new URLSearchParams(params);
    if (value === undefined) p.delete(name);
    else p.set(name, value);
    return "index.html?" + p;
  };
  const link = (text, href, current) => make("a", { href, ...current && { "aria-current": "true" } }, text);

  // spots gives where the words stand in a text: pairs of beginning and end, in order.
  const spots = (text, han, words) => {
    const map = [], folded = fold(text, han, map), out = [];
    for (const w of words) {
      for (let i = folded.indexOf(w); i >= 0 && out.length < 50; i = folded.indexOf(w, i + w.length)) out.push([map[i], map[i + w.length - 1] + 1]);
    }
    return out.sort((a, b) => a[0] - b[0]);
  };
  // marked gives a text with its spots marked.
  const marked = (text, found) => {
    const out = [];
    let last = 0;
    for (const [from, to] of found) {
      if (from < last) continue;
      out.push(text.slice(last, from), make("mark", {}, text.slice(from, to)));
      last = to;
    }
    return [...out, text.slice(last)];
  };
  const wide = 90;
  // snippet gives a piece of the passage that holds most of the words, of the text rather than the record.
  const snippet = (leaves, han, words) => {
    const all = [...leaves.slice(3), leaves[1]].flat();
    let best = all.find(p => p.length > 12) || all[0] || "", most = 0;
    for (const p of all) {
      const n = words.filter(w => fold(p, han).includes(w)).length;
      if (n > most) best = p, most = n;
    }
    const found = spots(best, han, words);
    const from = found.length ? Math.max(0, Math.min(found[0][0] - 24, best.length - wide)) : 0;
    const cut = best.slice(from, from + wide);
    const inside = found.map(([a, b]) => [a - from, b - from]).filter(([a, b]) => a >= 0 && b <= cut.length);
    return [from ? "…" : "", ...marked(cut, inside), from + wide < best.length ? "…" : ""];
  };

  const row = async (r, words) => {
    const { han, leaves } = await r.seg.text(r.d), [address, title, , number] = leaves[0];
    const date = new Date(r.seg.day[r.d] * 864e5).toISOString().slice(0, 10);
    const state = r.seg.facets[4][r.d], facets = r.seg.site.facets;
    const head = make("p", {}, make("a", { class: "row-title", href: said.root + address }, ...marked(title, spots(title, han, words))));
    if (state) head.append(" ", make("span", { class: "tag tag-" + facets[4].values[state][0] }, facets[4].values[state][1]));
    const sub = make("p", { class: "row-sub" }, departmentOf(r.seg, r.d));
    if (number) sub.append(make("span", {}, number));
    return make("li", { class: "row" }, make("time", { datetime: date }, date),
      make("div", { class: "row-main" }, head, sub, make("p", { class: "snippet" }, ...snippet(leaves, han, words))));
  };

  const facets = (site, found, chosen) => {
    const names = [...site.facets, { key: "year", name: said.year }];
    at("facets").replaceChildren(...names.flatMap((f, i) => {
      const word = v => i === 5 ? v + said.unit : f.values[v][1], code = v => i === 5 ? String(v) : f.values[v][0];
      const counts = [...found.counts[i]].sort((a, b) => i ? i === 5 ? b[0] - a[0] : a[0] - b[0] : b[1] - a[1]);
      if (counts.length < 2 && chosen[i] === undefined) return [];
      const list = make("ul", {});
      if (chosen[i] !== undefined) list.append(make("li", {}, link(said.any, way(f.key))));
      for (const [v, n] of counts) list.append(make("li", {}, link(word(v), way(f.key, code(v)), v === chosen[i]), " ", make("span", { class: "count" }, n)));
      return make("details", { class: "facet", ...(chosen[i] !== undefined || i < 2 && innerWidth > 960) && { open: "" } }, make("summary", {}, f.name + (chosen[i] === undefined ? "" : "：" + word(chosen[i]))), list);
    }));
  };

  // say tells the reader one of the sentences that the page has, with a number in it.
  const say = (what, n, more) => { at("status").textContent = (said[what] || "").replace("#", n) + (said[more] || ""); };
  const list = at("list"), more = at("more");
  const show = async () => {
    const site = await open();
    const chosen = [...site.facets.map(f => {
      const v = f.values.findIndex(([code]) => code === params.get(f.key));
      return v < 0 ? undefined : v;
    }), +params.get("year") || undefined];
    if (!query.trim() && chosen.every(c => c === undefined)) return say();
    const found = await find(site, query, chosen, order);
    if (found.short) return say("short");
    const sought = found.q.words.filter(w => !w.minus && w.text.length > 1).map(w => w.text);
    // Few at first, as each may need another file; ten more where the reader comes to their end.
    const next = async (n, focus) => {
      more.disabled = true;
      const rows = await Promise.all((await found.next(n)).map(r => row(r, sought)));
      list.append(...rows);
      more.disabled = false;
      more.hidden = !found.more();
      say(!found.total ? "none" : found.unsure ? "most" : "found", found.total, found.q.cut && "cut");
      if (focus && rows[0]) rows[0].querySelector("a").focus();
    };
    facets(site, found, chosen);
    at("sort").replaceChildren(link(said.fit, way("sort"), order !== "date"), link(said.date, way("sort", "date"), order === "date"));
    list.replaceChildren();
    more.onclick = e => next(10, e.isTrusted).catch(failed);
    await next(5);
    at("results").hidden = !found.total && chosen.every(c => c === undefined);
  };
  // Who comes to the end of the first results gets more once without a press.
  new IntersectionObserver((seen, eye) => {
    if (seen[0].isIntersecting && !more.disabled) more.click(), eye.disconnect();
  }).observe(more);
  // Where a file is not there or of another build all is asked for anew, once.
  const failed = () => {
    if (fresh) return say("failed");
    fresh = Date.now();
    asked.clear();
    show().catch(failed);
  };
  form.hidden = false;
  form.q.value = query;
  if (!query) form.q.focus();
  if (!window.DecompressionStream) return say("old");
  if (location.search) say("busy");
  show().catch(failed);
})();
