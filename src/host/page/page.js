// The learner's page: from the code to the end of a drill. It draws what the host says is going on, and holds nothing
// that the host does not know but the key, the answer that is on its way, and what is being typed or picked.
'use strict';

const link = decodeURIComponent((/^\/r\/([^/]+)/.exec(location.pathname) || ['', ''])[1]);
/** What is kept on this device: the key, the last answer (`arrived` once the host has it), the place of who goes alone. */
let kept = { key: '', answer: null, place: null };
/** What the host said last. */
let door = null, view = null, you = null, alone = null;
/** Why there is no drill here for this learner: `kicked`, `banned`, `left`, or `gone`. */
let out = null;
/** What is being done here. */
let typed = { name: '', team: null, code: '' }, joining = null, trouble = '', picks = [], asked = '', own = null;
/** Of who goes alone: whether they want the next question, and whether they look at how all of them stand. */
let onwards = '', overview = false;
let line = null, greeted = false, shown = '', late = 0;

// The key

function keep() {
  return remember(`ibid:${link}`, JSON.stringify(kept));
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  kept = { key: Array.from(bytes, byte => (byte + 256).toString(16).slice(1)).join(''), answer: null, place: null };
  // Where nothing can be kept, the address keeps it, so that a reload comes back as the same learner.
  if (!keep()) history.replaceState(null, '', `#key=${kept.key}`);
}

function findKey() {
  const given = /[#&]key=([0-9a-f]{32})/i.exec(location.hash);
  try { kept = Object.assign(kept, JSON.parse(remembered(`ibid:${link}`))); } catch (broken) { /* a new one is made */ }
  if (given && given[1] !== kept.key) kept = { key: given[1], answer: null, place: null };
  if (!/^[0-9a-f]{32}$/i.test(kept.key)) newKey();
  // An address with a key in it is not to be seen by who looks over a shoulder.
  else if (keep() && given) history.replaceState(null, '', location.pathname);
}

// The line

function connect() {
  let failed = 0;
  line = keepLine(encodeURIComponent(link), () => ({ t: 'hello', role: 'player', key: kept.key }), hear, (up, tries) => {
    lineState(up);
    if (up) {
      failed = 0;
      greeted = false;
    } else if (++failed >= 2 && tries < 6) {
      isGone().then(gone => { if (gone) leaveFor('gone'); });
    }
  });
}

function leaveFor(why) {
  out = why;
  line.stop();
  lineState(true);
  render();
}

function again() {
  if (out !== 'gone') newKey();
  out = door = view = you = alone = joining = null;
  connect();
  render();
}

const hearing = {
  door(message) {
    door = message;
    view = you = alone = null;
    // The line broke before the host heard it.
    if (joining) line.send(joining);
  },
  view(message) {
    if (older(message, view)) return;
    view = message;
    door = joining = null;
    // Once per line, when the host knows who is at its other end.
    if (!greeted) {
      greeted = true;
      sendAnswer();
      if (view.phase === 'alone' && kept.place !== null) line.send({ t: 'place', n: kept.place });
    }
    if (view.phase !== 'alone') alone = null;
  },
  you(message) {
    if (!older(message, you)) you = message;
  },
  alone(message) {
    if (view && view.phase !== 'alone') return;
    if (message.over && !(alone && alone.over)) overview = true;
    alone = message;
    if (alone.picks && (onwards === 'begin' || (onwards && !alone.reveal))) {
      const next = nextOpen();
      if (next === null) overview = true;
      else if (next !== alone.ask.round) return go(next);
    }
    if (alone.picks || !kept.answer) onwards = '';
  },
  ack(message) {
    if (!kept.answer || kept.answer.id !== message.id) return;
    kept.answer.arrived = true;
    keep();
    $('live').textContent = say('in');
  },
  no(message) {
    const answer = kept.answer;
    if (message.id !== undefined) {
      if (!answer || answer.id !== message.id) return;
      if (isBusy(message.why)) return void setTimeout(sendAnswer, 500 + 1500 * Math.random());
      kept.answer = null;
      picks = [];
      keep();
      trouble = message.why in words ? message.why : 'closed';
    } else if (joining) {
      if (isBusy(message.why) || message.why === 'not-now') {
        return void setTimeout(line.renew, 500 + 1500 * Math.random());
      }
      joining = null;
      trouble = message.why === 'malformed' ? 'nameless' : message.why;
    }
  },
  out(message) {
    if (message.why !== 'closing') leaveFor(message.why);
  },
};

/** Whether the host would take it, only not just now. */
const isBusy = why => why === 'try-again' || why === 'too-fast';

function hear(message) {
  if (!Object.prototype.hasOwnProperty.call(hearing, message.t)) return;
  hearing[message.t](message);
  render();
}

function join(event) {
  event.preventDefault();
  const name = typed.name.trim();
  if (!door.nicknames && !name) trouble = 'nameless';
  else if (door.teams && door.teams.length && typed.team === null) trouble = 'teamless';
  else {
    trouble = '';
    joining = { t: 'join' };
    if (!door.nicknames) joining.name = name;
    if (typed.team !== null) joining.team = typed.team;
    if (!line.send(joining)) line.renew();
  }
  render();
}

// Answers

/** What of this question is answered: the picks, and whether the host has them. */
function answered(ask) {
  if (alone) {
    if (alone.ask.round === ask.round && alone.picks) return { picks: alone.picks, arrived: true };
  } else {
    // What the host says of this learner belongs to the question that it said last.
    if (you && you.picks && !older(you, view)) own = { round: ask.round, vote: ask.vote, picks: you.picks };
    if (own && own.round === ask.round && own.vote === ask.vote) return { picks: own.picks, arrived: true };
  }
  const answer = kept.answer;
  return answer && answer.round === ask.round && answer.vote === ask.vote ? answer : null;
}

function pick(place, ask) {
  trouble = '';
  if (!ask.all) picks = [place];
  else if (picks.includes(place)) picks = picks.filter(other => other !== place);
  else picks = picks.concat(place).sort();
  render();
}

function answer(ask) {
  if (answered(ask)) return;
  if (!picks.length) trouble = 'invalid';
  else {
    const [high, low] = crypto.getRandomValues(new Uint32Array(2));
    kept.answer = { id: (high >>> 11) * 4294967296 + low, round: ask.round, vote: ask.vote, picks, arrived: false };
    onwards = alone ? 'answer' : '';
    keep();
    sendAnswer();
  }
  render();
}

/** Sends the answer that the host has not acknowledged: the same one each time, so that it counts once. */
function sendAnswer() {
  const answer = kept.answer;
  if (!answer || answer.arrived || !line) return;
  clearTimeout(late);
  // Where the line is down, it comes with the next one.
  if (!line.send({ t: 'answer', id: answer.id, round: answer.round, vote: answer.vote, picks: answer.picks })) return;
  late = setTimeout(() => { if (kept.answer && !kept.answer.arrived && !out) line.renew(); }, 4000);
}

// Going alone

function go(place) {
  kept.place = place;
  keep();
  overview = false;
  onwards = '';
  picks = [];
  trouble = '';
  line.send({ t: 'place', n: place });
}

/** The next question that is not answered, from the one that is shown round to it again. */
function nextOpen() {
  const places = alone.places, from = alone.ask.round + 1;
  const order = places.map((_, step) => (from + step) % places.length);
  const next = order.find(place => places[place] === 'open');
  return next === undefined || alone.over ? null : next;
}

// What is drawn around the scenes

/** The question that is on the page, if one is. */
function current() {
  if (out || door || !view) return null;
  return view.phase === 'alone' ? alone && !overview && alone.ask : view.ask;
}

function drawTop() {
  const ask = current(), inside = link && !out && !door && view;
  const topic = ask ? ask.topic : inside ? inside.title : 'ibid';
  show('top', theirs('b', topic, 'topic'),
    ask && el('span', { class: 'number' }, say('numberOf', { n: ask.number, of: view.of })),
    el('span', { id: 'time', role: 'timer' }));
  clearTimeout(clock.timer);
  if (!view || out || door) return;
  if (view.phase === 'alone' && kept.place !== null) drawDeadline();
  if (view.phase !== 'open') return;
  if (view.paused) $('time').textContent = say('paused');
  else clock.run(view.until, drawTime(view));
}

function drawTime(drawn) {
  let told = false;
  return left => {
    $('time').textContent = left ? minutes(left) : say('timeUp');
    $('time').className = left < 10500 ? 'soon' : '';
    if (left < 10500 && left > 8000 && !told) $('live').textContent = say('tenSeconds');
    told = told || left < 10500;
    // The host closes after a moment of grace; where nothing is heard of it, the line may be dead.
    if (!left) setTimeout(() => { if (view === drawn && !out) line.renew(); }, 4000 + 3000 * Math.random());
  };
}

function drawDeadline() {
  if (!alone || alone.over) return;
  const asked = alone;
  clock.run(alone.deadline, left => {
    $('time').className = left > 36e5 ? 'by' : '';
    $('time').textContent = left > 36e5 ? say('until', { when: moment(asked.deadline) }) : minutes(left);
    if (left) return;
    const ask = () => { if (alone === asked) line.send({ t: 'place', n: kept.place }); };
    setTimeout(ask, 2500 + 3000 * Math.random());
  });
}

/** Who this is, what they have, and what is seldom needed. */
function drawFoot() {
  const named = view && you && !out, score = named && view.scoring !== 'none' && you.score && you.score.of > 0;
  const change = async event => {
    await speak(event.target.value);
    shown = '';
    render();
  };
  const tongue = el('select', { id: 'language', change },
    ...Object.keys(LANGUAGES).map(tag => el('option', { value: tag, lang: tag, selected: tag === language }, LANGUAGES[tag])));
  const elsewhere = `${location.origin}/r/${link}#key=${kept.key}`;
  const copy = () => { $('own-link').select(); document.execCommand('copy'); $('live').textContent = say('copied'); };
  const name = text => text && el('bdi', { lang: '' }, text);
  show('foot', named && el('p', { class: 'who' }, el('span', null, name(you.name), you.team && ' · ', name(you.team)),
    score && el('span', { class: 'score' }, scored(view.scoring, you.score))),
  el('details', { id: 'more' }, el('summary', null, say(named ? 'more' : 'language')),
    el('p', null, el('label', { for: 'language' }, say('language')), ' ', tongue),
    named && el('p', null, el('label', { for: 'own-link' }, say('elsewhere')),
      el('input', { id: 'own-link', readonly: true, dir: 'ltr', value: elsewhere, click: event => event.target.select() }),
      button(say('copy'), copy)),
    named && quiet(say('elsewhereWhat')),
    named && view.phase !== 'ended' && el('p', null, button(say('leave'), () => line.send({ t: 'leave' })), ' ',
      el('span', { class: 'quiet' }, say('leaveWhat')))));
}

function render() {
  const ask = current(), at = ask ? `${ask.round}-${ask.vote}` : asked;
  if (at !== asked) {
    asked = at;
    picks = [];
    trouble = '';
  }
  const made = screen(), fresh = made.id + language !== shown;
  const focused = document.activeElement, caret = focused && focused.selectionStart;
  // Nothing is taken from under the fingers of somebody who types.
  if (!fresh && focused && /^(name|code)$/.test(focused.id) && !trouble && !joining) return;
  const open = Array.from(document.querySelectorAll('details[open]'), details => details.id);
  drawTop();
  show('main', ...made.body);
  drawFoot();
  document.title = `${$('heading').textContent.slice(0, 60)} · ibid`;
  if (fresh) {
    $('live').textContent = '';
    if (shown && made.focus !== 'sent') scrollTo(0, 0);
    if (shown || made.id === 'code') $(made.id === 'code' ? 'code' : made.focus || 'heading').focus({ preventScroll: true });
    shown = made.id + language;
  } else {
    open.map($).filter(Boolean).forEach(details => { details.open = true; });
    const found = focused && focused.id && $(focused.id);
    if (found) found.focus({ preventScroll: true });
    if (found && /^(name|code)$/.test(found.id)) found.setSelectionRange(caret, caret);
  }
}

// Keys: digits and letters pick, Enter does what the page is waiting for.
document.addEventListener('keydown', event => {
  const types = /^(INPUT|SELECT)$/.test(event.target.tagName) && !/^pick-/.test(event.target.id);
  if (types || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key === 'Enter' && !/^(BUTTON|A|SUMMARY)$/.test(event.target.tagName)) {
    const forward = document.querySelector('#main .go');
    if (forward) forward.click();
    return event.preventDefault();
  }
  if (!$('ask')) return;
  // On a keyboard of other letters, the keys where ours are.
  const other = event.key > '~' && (/^Key([A-I])$/.exec(event.code) || [])[1];
  const latin = /^[a-i]$/i.test(event.key) ? event.key : other;
  const digit = (/^Digit([1-9])$/.exec(event.code) || /^([1-9])$/.exec(event.key) || [])[1];
  const box = $(`pick-${latin ? latin.toLowerCase().charCodeAt(0) - 97 : digit - 1}`);
  if (box) box.click();
});

speak().then(() => {
  if (link) {
    findKey();
    connect();
  }
  render();
});
