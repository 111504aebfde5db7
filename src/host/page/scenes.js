// What a learner sees, scene by scene: each has a name (`id`), so that a new one is told from the same one drawn anew,
// and the contents of the page. The state that they draw is page.js's.
'use strict';

const heading = (text, attributes) => el('h1', Object.assign({ tabindex: '-1', id: 'heading' }, attributes), text);
const theirs = (tag, text, name) => el(tag, Object.assign({ class: name }, THEIRS), text);
const button = (text, act, name) => el('button', { type: 'button', class: name, click: act }, text);
const act = (...contents) => el('div', { class: 'act' }, ...contents);
const alarm = () => trouble && el('p', { class: 'trouble', role: 'alert' }, say(trouble));

function codeScreen() {
  const enter = async event => {
    event.preventDefault();
    trouble = '';
    try {
      const body = JSON.stringify({ code: typed.code });
      const answer = await fetch('/door', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
      if (answer.ok) return location.assign(`/r/${(await answer.json()).link}`);
      trouble = answer.status === 429 ? 'slowly' : 'noCode';
    } catch (lost) {
      trouble = 'noHost';
    }
    render();
    $('code').select();
  };
  return { id: 'code', body: [heading(say('codeTitle')), el('form', { submit: enter },
    el('label', { for: 'code' }, say('codeLabel')),
    el('input', {
      id: 'code', value: typed.code, maxlength: 20, autocomplete: 'off', autocapitalize: 'characters',
      spellcheck: 'false', dir: 'ltr', autofocus: true, input: event => { typed.code = event.target.value; },
    }),
    alarm(), act(el('button', { class: 'go' }, say('goIn'))))] };
}

function doorScreen() {
  if (door.state !== 'open') {
    const final = door.state === 'ended' || door.state === 'begun';
    return { id: `door-${door.state}`, body: [heading(say(door.state)), theirs('p', door.title),
      !final && el('p', null, say('tryLater')),
      !final && act(button(say('tryAgain'), () => line.renew(), 'go'))] };
  }
  const teams = door.teams || [];
  const team = (name, place) => el('label', { class: typed.team === place ? 'choice team picked' : 'choice team' },
    el('input', {
      type: 'radio', name: 'team', id: `team-${place}`, checked: typed.team === place,
      change: () => { typed.team = place; render(); },
    }),
    theirs('span', name, 'said'));
  return { id: 'door', body: [heading(door.title, THEIRS), el('form', { submit: join },
    door.nicknames ? el('p', null, say('dealt')) : el('label', { for: 'name' }, say('nameLabel')),
    !door.nicknames && el('input', {
      id: 'name', value: typed.name, maxlength: 40, autocomplete: 'nickname', dir: 'auto', 'aria-describedby': 'seen',
      input: event => { typed.name = event.target.value; },
    }),
    !door.nicknames && el('p', { id: 'seen', class: 'quiet' }, say('nameSeen')),
    teams.length > 0 && el('fieldset', null, el('legend', null, say('teamLabel')),
      el('div', { class: 'choices' }, ...teams.map(team))),
    alarm(),
    act(el('button', { class: 'go', 'aria-disabled': joining ? 'true' : null }, say(joining ? 'joining' : 'join'))))] };
}

function lobbyScreen() {
  return { id: 'lobby', body: [heading(say('welcome', { name: you ? you.name : '' })),
    you && you.team && el('p', null, say('inTeam', { team: you.team })), el('p', null, say('soon')),
    quiet(say('nocloud'))] };
}

function questionScreen(ask) {
  const mine = answered(ask), words = Boolean(ask.stem);
  const stem = words ? heading(ask.stem, THEIRS) : heading(say('lookUp', { n: ask.number }));
  const again = ask.vote > 1 && el('p', { class: 'hint' }, say('second-vote'));
  const body = [again, stem];
  if (mine) {
    body.push(given(ask, mine.picks), el('div', { class: 'act' },
      el('p', { id: 'sent', tabindex: '-1', class: mine.arrived ? 'sent in' : 'sent' }, say(mine.arrived ? 'in' : 'sending'))));
    return { id: `in-${ask.round}-${ask.vote}`, focus: 'sent', body };
  }
  const choice = (text, place) => el('label', { class: picks.includes(place) ? 'choice picked' : 'choice' },
    el('input', {
      type: ask.all ? 'checkbox' : 'radio', name: 'pick', id: `pick-${place}`, checked: picks.includes(place),
      change: () => pick(place, ask),
    }), sign(place), said(text));
  const submit = event => { event.preventDefault(); answer(ask); };
  body.push(el('form', { id: 'ask', submit },
    el('fieldset', null, el('legend', null, say(ask.all ? 'pickAll' : 'pickOne')),
      el('div', { class: words ? 'choices' : 'choices tiles' }, ...ask.choices.map(choice))),
    alarm(), act(el('button', { class: 'go', 'aria-disabled': picks.length ? null : 'true' },
      picks.length ? say('answer', { picks: letters(picks) }) : say('pick')))));
  return { id: `open-${ask.round}-${ask.vote}`, body };
}

/** The choices as they stood, with what was picked. */
function given(ask, picked) {
  return el('ul', { class: ask.stem ? 'choices' : 'choices tiles' }, ...ask.choices.map((text, place) => {
    const mine = picked.includes(place);
    return el('li', { class: mine ? 'choice picked' : 'choice rest' }, sign(place), said(text),
      mine && el('span', { class: 'note' }, say('yours')));
  }));
}

function closedScreen(ask) {
  const mine = answered(ask);
  return { id: `closed-${ask.round}-${ask.vote}`, body: [heading(say('closedTitle')), alarm(),
    el('p', null, say(mine ? 'wait' : 'waitNone')),
    ask.stem && theirs('p', ask.stem, 'stem'), given(ask, mine ? mine.picks : [])] };
}

/** Whether an answer is right, in a sign, words and colour; what it says why; where it is written. */
function revealScreen(ask, reveal, mine) {
  const picked = mine ? mine.picks : [], wrong = picked.filter(place => !reveal.keys.includes(place));
  const right = picked.length - wrong.length;
  const all = right === reveal.keys.length && !wrong.length;
  const verdict = !picked.length ? 'none' : all ? 'right' : right > wrong.length ? 'partly' : 'wrong';
  const drawn = { right: '✓ ', partly: '◐ ', wrong: '✗ ', none: '' }[verdict];
  const reason = (place, lead) => reveal.rationales[place]
    && el('p', { class: 'reason' }, el('b', null, lead), ' ', theirs('span', reveal.rationales[place]));
  const common = reveal.common;
  const reasons = wrong.length ? wrong.map(place => reason(place, `${letter(place)}.`))
    : [typeof common === 'number' && reason(common, say('chose', { n: reveal.tally[common], letter: letter(common) }))];
  const more = el('details', { id: 'reasons' }, el('summary', null, say('reasons')),
    ...reveal.rationales.map((_, place) => reason(place, `${letter(place)}.`)));
  return { id: `reveal-${ask.round}-${ask.vote}`, body: [
    heading(el('span', { class: `verdict ${verdict}` },
      el('span', { 'aria-hidden': 'true' }, drawn), say(`verdict-${verdict}`))),
    theirs('p', ask.stem, 'stem'), tally(ask, reveal, picked), ...reasons,
    reveal.passages.length > 0 && el('h2', null, say('written')), ...passages(reveal),
    reveal.rationales.some(Boolean) && more] };
}

function result() {
  const score = you && you.score;
  if (!score || view.scoring === 'none') return null;
  const right = view.scoring === 'speed' || score.marks !== score.right;
  return el('p', { class: 'result' }, el('b', null, scored(view.scoring, score)),
    right && el('span', { class: 'quiet' }, ` · ${say('rightOf', { n: score.right, of: score.of })}`));
}

function rankedScreen(ended) {
  const place = you && you.rank ? say('place', { n: you.rank, of: view.players }) : '';
  const scores = view.scoring !== 'none';
  return { id: view.phase, body: [heading(ended ? say('ended') : place || say('standing')),
    ended && place && el('p', { class: 'place' }, place),
    scores && result(), ended && sheet(), standings(view, you ? you.player : -1)] };
}

/** The learner's own sheet, to be kept. */
function sheet() {
  const fetchSheet = async event => {
    const told = event.target.nextSibling;
    told.textContent = '';
    try {
      const body = JSON.stringify({ link, key: kept.key });
      const answer = await fetch('/sheet', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
      if (!answer.ok) throw new Error(answer.status);
      const saved = el('a', { href: URL.createObjectURL(await answer.blob()), download: `ibid-${link}.html` });
      document.body.append(saved);
      saved.click();
      saved.remove();
      setTimeout(() => URL.revokeObjectURL(saved.href), 60000);
      told.textContent = say('kept');
    } catch (refused) {
      told.textContent = say('notKept');
    }
  };
  return el('div', { class: 'sheet' }, button(say('sheet'), fetchSheet, 'go'),
    el('p', { role: 'status' }), quiet(say('sheetWhat')));
}

function aloneScreen() {
  if (kept.place === null) {
    return { id: 'begin', body: [heading(view.title, THEIRS), el('p', null, say('questions', { n: view.of })),
      el('p', null, say('until', { when: moment(view.deadline) })), quiet(say('anytime')),
      act(button(say('begin'), () => { go(0); onwards = 'begin'; render(); }, 'go'))] };
  }
  if (!alone) return { id: 'loading', body: [heading(say('loading'))] };
  if (overview) return overviewScreen();
  const mine = answered(alone.ask), next = nextOpen();
  const made = alone.reveal ? revealScreen(alone.ask, alone.reveal, mine) : questionScreen(alone.ask);
  if (mine && mine.arrived) {
    const forward = next === null ? finish() : button(say('next'), () => go(next), 'go');
    const waits = made.body.find(part => part && part.className === 'act');
    if (waits) waits.append(forward);
    else made.body.push(act(forward));
  } else if (alone.over) {
    made.body.push(act(finish()));
  }
  made.body.push(places());
  return made;
}

const finish = () => button(say('finish'), () => { overview = true; render(); }, 'go');

function places() {
  const signs = { open: '', answered: '●', right: '✓', wrong: '✗' };
  const place = (done, at) => el('li', null, el('button', {
    type: 'button', class: `place ${done}`, id: `place-${at}`, click: () => { go(at); render(); },
    'aria-current': !overview && at === alone.ask.round ? 'true' : null,
    'aria-label': `${say('question', { n: at + 1 })}, ${say(`done-${done}`)}`,
  }, number(at + 1), el('span', { 'aria-hidden': 'true' }, signs[done])));
  return el('nav', { 'aria-label': say('overview') }, el('ol', { class: 'places' }, ...alone.places.map(place)));
}

function overviewScreen() {
  const count = done => alone.places.filter(place => place === done).length;
  const open = count('open'), told = count('right') + count('wrong'), next = nextOpen();
  return { id: 'overview', body: [heading(say(alone.over ? 'over' : open ? 'notAll' : 'allAnswered')),
    told > 0 && el('p', { class: 'result' }, el('b', null, say('rightOf', { n: count('right'), of: alone.places.length }))),
    count('answered') > 0 && !alone.over
      && el('p', null, say(open ? 'toldLater' : 'toldAfter', { when: moment(alone.deadline) })),
    open > 0 && !alone.over && el('p', null, say('left', { n: open })),
    next !== null && act(button(say('next'), () => go(next), 'go')), places(),
    told > 0 && next === null && sheet()] };
}

function outScreen() {
  const back = out === 'kicked' || out === 'left';
  return { id: `out-${out}`, body: [heading(say(`out-${out}`)), back && el('p', null, say('rejoin')),
    back && act(button(say('joinAgain'), again, 'go')),
    out === 'gone' && el('p', null, el('a', { href: '/' }, say('otherCode')))] };
}

function screen() {
  if (!link) return codeScreen();
  if (out) return outScreen();
  if (door) return doorScreen();
  if (!view) return { id: 'loading', body: [heading(say('loading'))] };
  switch (view.phase) {
  case 'open': return questionScreen(view.ask);
  case 'closed': return closedScreen(view.ask);
  case 'revealed': return revealScreen(view.ask, view.reveal, answered(view.ask));
  case 'skipped': return { id: 'skipped', body: [heading(say('skipped')), el('p', null, say('soon'))] };
  case 'ranked': return rankedScreen(false);
  case 'ended': return rankedScreen(true);
  case 'alone': return aloneScreen();
  default: return lobbyScreen();
  }
}
