// What the learner's page and the projector's page have in common: elements, words, the line to the host, and the pieces
// of a drill that both draw. Everything that comes from people is put in as text, never as markup.
'use strict';

const $ = id => document.getElementById(id);

/** An element with these attributes (a function is a listener) and contents; what is null or false is left out. */
function el(tag, attributes, ...contents) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...contents.filter(part => part !== null && part !== undefined && part !== false));
  return made;
}

/** The attributes of what the host's people wrote: its direction is its own, its language is not known. */
const THEIRS = { dir: 'auto', lang: '' };

function show(place, ...contents) {
  $(place).textContent = '';
  $(place).append(...contents.filter(Boolean));
}

// Words

const LANGUAGES = { en: 'English', fr: 'Français', es: 'Español', ar: 'العربية' };
let language = 'en';
/** The language with its country, where the browser has one: dates and numbers differ by it. */
let locale = 'en';
let words = {};

/** The words of this name, with `{…}` filled in; of several forms the one that the number `n` takes. */
function say(name, values) {
  let text = words[name];
  if (text && typeof text === 'object') text = text[new Intl.PluralRules(language).select(values.n)] || text.other;
  // Names may run the other way than the sentence around them.
  const filled = (_, slot) => typeof values[slot] === 'number' ? number(values[slot]) : `\u2068${values[slot]}\u2069`;
  return text === undefined ? name : text.replace(/\{(\w+)\}/g, filled);
}

function number(value, digits) {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 2, minimumIntegerDigits: digits || 1 }).format(value);
}

function moment(ms) {
  const parts = { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' };
  return new Intl.DateTimeFormat(locale, parts).format(new Date(ms));
}

/** Loads the words of a language, or of the browser's where none is asked for. */
async function speak(wanted) {
  const asked = [wanted, remembered('ibid-language')].concat(navigator.languages || navigator.language);
  const known = asked.map(tag => String(tag || '').slice(0, 2).toLowerCase()).find(tag => tag in LANGUAGES) || 'en';
  for (let tries = 0; ; tries++) {
    try {
      const answer = await fetch(`/lang/${known}.json`);
      if (!answer.ok) throw new Error(answer.status);
      words = await answer.json();
      break;
    } catch (lost) {
      await new Promise(go => setTimeout(go, Math.min(500 * (tries + 1), 5000)));
    }
  }
  language = known;
  locale = asked.find(tag => tag && tag.slice(0, 3) === `${known}-`) || known;
  document.documentElement.lang = known;
  document.documentElement.dir = known === 'ar' ? 'rtl' : 'ltr';
  if (wanted) remember('ibid-language', known);
}

// A browser may refuse to keep anything.
function remembered(name) {
  try { return localStorage.getItem(name); } catch (refused) { return null; }
}

function remember(name, value) {
  try { localStorage.setItem(name, value); return true; } catch (refused) { return false; }
}

// The host's clock, by which the time runs out

const clock = {
  ahead: null,
  countdown: null,
  timer: 0,
  /** A message took some time to come here, so the one that says the most is the nearest. */
  hear(now) {
    if (now) this.ahead = Math.max(now - Date.now(), this.ahead === null ? -Infinity : this.ahead);
  },
  left(until) {
    return until - Date.now() - (this.ahead || 0);
  },
  /** Draws what is left until then, second by second, until another is set. `draw` gets milliseconds, never below 0. */
  run(until, draw) {
    clearTimeout(this.timer);
    if (until === null || until === undefined) return;
    const left = this.left(until);
    draw(Math.max(left, 0));
    // A timer of more than 24 days would go off at once.
    if (left > 0) this.timer = setTimeout(() => this.run(until, draw), Math.min((left - 1) % 1000 + 5, 864e5));
  },
};

function minutes(ms) {
  const seconds = Math.ceil(ms / 1000);
  return `${number(Math.floor(seconds / 60))}:${number(seconds % 60, 2)}`;
}

// The line to the host

/**
 * Keeps a socket to the room: `hello()` is what is said first, `hear(message)` gets what comes, `state(up, tries)` is told
 * when the line is up or down. Comes back by itself, later each time, and not all at once when a class lost its host.
 */
function keepLine(link, hello, hear, state) {
  let socket = null, tries = 0, timer = 0, slow = 0, stopped = false, hidden = 0;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(open, Math.min(300 * Math.pow(2, tries++), 8000) * (0.5 + Math.random()));
  };
  const drop = () => {
    const old = socket;
    socket = null;
    clearTimeout(slow);
    if (old) old.close();
  };
  function open() {
    clearTimeout(timer);
    drop();
    if (stopped) return;
    const mine = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws?link=${link}`);
    socket = mine;
    // On a network that swallows everything, opening would take minutes to fail.
    slow = setTimeout(() => { drop(); state(false, tries); later(); }, 6000);
    mine.onopen = () => {
      if (mine !== socket) return;
      clearTimeout(slow);
      clock.ahead = null;
      mine.send(JSON.stringify(hello()));
      state(true, tries);
    };
    mine.onmessage = event => {
      if (mine !== socket) return;
      let message = null;
      try { message = JSON.parse(event.data); } catch (broken) { return; }
      if (!message) return;
      tries = 0;
      clock.hear(message.now);
      hear(message);
    };
    mine.onclose = () => {
      if (mine !== socket) return;
      socket = null;
      clearTimeout(slow);
      state(false, tries);
      if (!stopped) later();
    };
  }
  const now = () => { tries = 0; open(); };
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) hidden = Date.now();
    // After a sleep a socket may look open and be dead.
    else if (!socket || socket.readyState > 1 || Date.now() - hidden > 5000) now();
  });
  addEventListener('online', now);
  addEventListener('pageshow', event => { if (event.persisted) now(); });
  addEventListener('offline', () => { drop(); state(false, tries); later(); });
  open();
  return {
    /** Whether it was said; otherwise it is to be said after the next hello. */
    send(message) {
      if (!socket || socket.readyState !== 1) return false;
      socket.send(JSON.stringify(message));
      return true;
    },
    /** Takes a new socket, where the old one seems dead. */
    renew: now,
    stop() { stopped = true; clearTimeout(timer); drop(); },
  };
}

/** Whether one message is of an earlier state of the room than the other. */
function older(one, other) {
  return Boolean(other) && (one.epoch < other.epoch || (one.epoch === other.epoch && one.seq < other.seq));
}

/** Says that the line is down, once that has lasted for a second. */
const lineState = (() => {
  let timer = 0;
  return up => {
    if (!up) timer = timer || setTimeout(() => { $('status').textContent = say('reconnecting'); }, 1000);
    else {
      clearTimeout(timer);
      timer = 0;
      $('status').textContent = '';
    }
  };
})();

/** Whether the host no longer has such a room, asked once the line could not be opened. */
async function isGone() {
  try { return (await fetch(location.pathname, { cache: 'no-store' })).status === 404; } catch (lost) { return false; }
}

// Pieces of a drill

const SHAPES = [
  'M12 3 23 21H1z', 'M12 1 23 12 12 23 1 12z', 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20z', 'M3 3h18v18H3z',
  'm12 1 3.2 7.4 8 .7-6.1 5.3 1.9 7.8-7-4.2-7 4.2 1.9-7.8L.8 9.1l8-.7z', 'M8.5 2h7v6.5H22v7h-6.5V22h-7v-6.5H2v-7h6.5z',
  'M12 1.5 23 9.6l-4.2 12.9H5.2L1 9.6z', 'M6.5 2.5h11L23 12l-5.5 9.5h-11L1 12z',
  'M12 22C4 15.5 1 12 1 7.8A5.8 5.8 0 0 1 12 5a5.8 5.8 0 0 1 11 2.8C23 12 20 15.5 12 22z',
];

const letter = place => 'ABCDEFGHI'.charAt(place);
const letters = places => places.map(letter).join(', ');

/** A choice's letter and shape; the letter says all, so the shape is silent. */
function sign(place) {
  const drawn = (tag, attributes) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
    Object.keys(attributes).forEach(name => made.setAttribute(name, attributes[name]));
    return made;
  };
  const shape = drawn('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' });
  shape.append(drawn('path', { d: SHAPES[place] || SHAPES[0] }));
  return el('span', { class: `sign shape-${place}` }, el('b', null, letter(place)), shape);
}

/** Words that need not be read. */
const quiet = text => el('p', { class: 'quiet' }, text);

/** What a choice says; where phones do not show the words, its letter is all. */
const said = text => el('span', Object.assign({ class: 'said' }, THEIRS), text);

/** The choices with key, own picks and how many picked each, in both votes where there were two. */
function tally(ask, reveal, picks) {
  const votes = (reveal.before ? [reveal.before] : []).concat(reveal.tally.length ? [reveal.tally] : []);
  const most = Math.max(1, ...votes.map(counts => Math.max(...counts)));
  const bar = (count, vote) => {
    const fill = el('span', { class: 'fill' });
    fill.style.width = `${100 * count / most}%`;
    const label = votes.length < 2 ? null : el('span', { class: 'which' }, say(vote ? 'second' : 'first'));
    return el('span', { class: vote < votes.length - 1 ? 'vote earlier' : 'vote' },
      label, el('span', { class: 'bar' }, fill), el('b', { class: 'count' }, number(count)));
  };
  return el('ul', { class: 'choices tally' }, ...ask.choices.map((text, place) => {
    const key = reveal.keys.includes(place), mine = (picks || []).includes(place);
    const notes = [key && say('key'), mine && say('yours')].filter(Boolean).join(' · ');
    const outcome = key ? 'key' : mine ? 'wrong' : 'rest';
    return el('li', { class: `choice ${outcome}` },
      el('span', { class: 'outcome', 'aria-hidden': 'true' }, key ? '✓' : mine ? '✗' : ''),
      sign(place), said(text), notes && el('span', { class: 'note' }, notes),
      votes.length > 0 && el('span', { class: votes.length > 1 ? 'votes two' : 'votes' },
        ...votes.map((counts, vote) => bar(counts[place] || 0, vote))));
  }));
}

/** The passages, word for word, with the answer marked, and where they stand. */
function passages(reveal) {
  const part = ([text, answers]) => answers ? el('mark', null, text) : text;
  return reveal.passages.map(passage => el('figure', { class: 'passage' },
    el('blockquote', THEIRS, ...passage.parts.map(part)), el('figcaption', THEIRS, passage.source)));
}

/** What somebody got, in words: points where speed counts, marks otherwise. */
function scored(scoring, score) {
  if (scoring === 'speed') return say('points', { n: score.points });
  return say('marks', { marks: score.marks, of: score.of });
}

/** The first of the ranking and the teams; `own` is the player who looks. */
function standings(view, own) {
  const row = (rank, name, note, worth, mine) => el('li', mine ? { class: 'own' } : null,
    el('span', { class: 'rank' }, number(rank)),
    el('span', { class: 'name' }, el('bdi', { lang: '' }, name), note && el('span', { class: 'note' }, ` ${note}`)),
    el('b', { class: 'worth' }, worth));
  const mean = team => view.scoring === 'speed' ? Math.round(team.mean) : Math.round(100 * team.mean) / 100;
  const player = placed => row(placed.rank, placed.name, placed.player === own && say('you'),
    scored(view.scoring, placed.score), placed.player === own);
  const team = placed => row(placed.rank, placed.name, say('members', { n: placed.members }), number(mean(placed)));
  const part = (title, rows) => rows.length > 0
    && el('section', null, el('h2', null, say(title)), el('ol', { class: 'ranks' }, ...rows));
  return el('div', { class: 'standings' }, part('top', view.top.map(player)), part('teams', view.teams.map(team)));
}
