//! The teacher's report.

use super::super::report::{Asked, ENOUGH, Learner, Report};
use super::super::rules::Scoring;
use super::{Page, Safe, bar, letter, letters, many, number, percent, span};
use crate::clock::Moment;

/// A report as a page; `opened` is when the room was, on the reader's wall clock.
#[must_use]
pub fn report(report: &Report, opened: Moment) -> String {
    let mut page = Page::new(&report.title, "report");
    page.words("h1", "", &report.title);
    let learners = many(report.learners.len(), "learner");
    page.put(format_args!("<p class=\"quiet\">{opened} · room {} · {learners}</p>", report.code.halves()));
    figures(&mut page, report);
    again(&mut page, report);
    questions(&mut page, report);
    by_learner(&mut page, report);
    topics(&mut page, report);
    page.done()
}

fn figures(page: &mut Page, report: &Report) {
    let asked = format!("{} of {}", report.questions.len(), report.of);
    let scores = report.scores;
    let told = [
        ("Questions that count", Some(asked)),
        ("Mean score", scores.mean.map(percent)),
        ("Median score", scores.median.map(percent)),
        ("Standard deviation", scores.sd.map(percent)),
        ("Reliability (α)", report.reliability.map(number)),
        ("Standard error", report.error.map(percent)),
    ];
    page.put(format_args!("<dl class=\"figures\">"));
    for (name, value) in told.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        page.put(format_args!("<div><dt>{name}</dt><dd>{value}</dd></div>"));
    }
    page.put(format_args!("</dl>"));
    for note in notes(report) {
        page.put(format_args!("<p class=\"quiet\">{note}</p>"));
    }
}

/// What must be known to read the figures.
#[must_use]
pub fn notes(report: &Report) -> Vec<String> {
    let mut notes = Vec::new();
    if report.uncounted > 0 {
        let rounds = many(report.uncounted, "round");
        notes.push(format!("{rounds} more count for nothing: skipped, not shown to the end, or asked a second time."));
    }
    if !report.learners.is_empty() && !report.enough {
        notes.push(format!(
            "Discrimination and reliability are told from {ENOUGH} learners on; with fewer they would say more of chance than of the questions."
        ));
    }
    if report.enough && report.reliability.is_none() && report.questions.len() > 1 {
        notes.push(format!(
            "Reliability is told from {ENOUGH} learners on who answered every question, if their scores differ."
        ));
    }
    notes
}

fn again(page: &mut Page, report: &Report) {
    page.put(format_args!("<section>\n<h2>To teach again</h2>"));
    if report.again.is_empty() {
        page.put(format_args!("<p>No question went below 60 %.</p>"));
    }
    for again in report.again.chunk_by(|one, next| one.questions == next.questions) {
        page.put(format_args!("<article>"));
        let asked = again.iter().take(1).flat_map(|again| &again.questions);
        for asked in asked.filter_map(|number| report.questions.get(number.checked_sub(1)?)) {
            page.words("h3", "", &format!("{}. {}", asked.number, asked.stem));
            page.put(format_args!(
                "<p class=\"quiet\">facility {}</p>",
                asked.facility.map_or_else(String::new, percent)
            ));
        }
        for again in again {
            page.passage(&again.passage);
        }
        page.put(format_args!("</article>"));
    }
    page.put(format_args!("</section>"));
}

fn questions(page: &mut Page, report: &Report) {
    page.put(format_args!("<section>\n<h2>Question by question</h2>"));
    for asked in &report.questions {
        page.put(format_args!("<article>"));
        page.words("p", "topic", &asked.topic);
        page.words("h3", "", &format!("{}. {}", asked.number, asked.stem));
        page.put(format_args!("<p class=\"quiet\">{}</p>", summary(asked).join(" · ")));
        tally(page, asked);
        if let Some(wrong) = asked.common.as_ref().filter(|wrong| !wrong.rationale.trim().is_empty()) {
            page.put(format_args!(
                "<p dir=\"auto\">Most often wrong: {}. {}</p>",
                letter(wrong.place),
                Safe(&wrong.rationale)
            ));
        }
        page.put(format_args!("</article>"));
    }
    page.put(format_args!("</section>"));
}

/// A question's figures in words.
#[must_use]
pub fn summary(asked: &Asked) -> Vec<String> {
    let mut told = Vec::new();
    if asked.answers > 0 || asked.hands == 0 {
        told.push(many(asked.answers as usize, "answer"));
    }
    if asked.hands > 0 {
        told.push(many(asked.hands as usize, "hand"));
    }
    told.extend(asked.facility.map(|facility| format!("facility {}", percent(facility))));
    told.extend(asked.discrimination.map(|value| format!("discrimination {}", number(value))));
    told.extend(asked.took.map(|took| format!("median time {}", span(took))));
    told
}

fn tally(page: &mut Page, asked: &Asked) {
    let Some(last) = asked.tallies.last() else { return };
    let first = asked.tallies.first().filter(|_| asked.tallies.len() > 1);
    let most = asked.tallies.iter().flatten().copied().max().unwrap_or(0);
    let voters = most.max(asked.answers);
    page.put(format_args!("<table>\n<thead>\n<tr><th scope=\"col\"></th><th scope=\"col\">Choice</th>"));
    if first.is_some() {
        page.put(format_args!("<th scope=\"col\" class=\"n\">First vote</th>"));
    }
    let name = if first.is_some() { "Second vote" } else { "Picked" };
    page.put(format_args!("<th scope=\"col\" class=\"n\">{name}</th><th scope=\"col\"></th></tr>\n</thead>\n<tbody>"));
    for ((place, choice), count) in (0_u8..).zip(&asked.choices).zip(last) {
        let (class, sign) = if choice.key { (" class=\"key\"", " <span class=\"sign\">✓</span>") } else { ("", "") };
        page.put(format_args!(
            "<tr{class}><th scope=\"row\" class=\"letter\">{}{sign}</th><td dir=\"auto\">{}</td>",
            letter(place),
            Safe(&choice.text)
        ));
        if let Some(before) = first.and_then(|first| first.get(usize::from(place))) {
            page.put(format_args!("<td class=\"n\">{before}</td>"));
        }
        page.put(format_args!("<td class=\"n\">{count}</td><td class=\"bar\">{}</td></tr>", bar(*count, voters)));
    }
    page.put(format_args!("</tbody>\n</table>"));
}

fn by_learner(page: &mut Page, report: &Report) {
    if report.learners.is_empty() {
        return;
    }
    let (teams, speed) = (!report.teams.is_empty(), report.scoring == Scoring::Speed);
    if teams {
        page.put(format_args!(
            "<section class=\"whole\">\n<h2>Teams</h2>\n<table>\n<thead>\n<tr><th scope=\"col\" class=\"n\">Place</th>\
            <th scope=\"col\">Team</th><th scope=\"col\" class=\"n\">Members</th><th scope=\"col\" class=\"n\">Mean {}</th></tr>\n</thead>\n<tbody>",
            if speed { "points" } else { "marks" }
        ));
        for team in &report.teams {
            let (rank, members, mean) = (team.rank, team.members, number(team.mean));
            page.put(format_args!(
                "<tr><td class=\"n\">{rank}</td><th scope=\"row\" dir=\"auto\">{}</th><td class=\"n\">{members}</td><td class=\"n\">{mean}</td></tr>",
                Safe(team.name.as_str())
            ));
        }
        page.put(format_args!("</tbody>\n</table>\n</section>"));
    }
    page.put(format_args!("<section>\n<h2>Learners</h2>\n<div class=\"wide\">\n<table>\n<thead>\n<tr>"));
    let mut heads = vec![("n", "Place"), ("", "Name")];
    heads.extend(teams.then_some(("", "Team")));
    heads.extend([("n", "Right"), ("n", "Marks")]);
    heads.extend(speed.then_some(("n", "Points")));
    heads.push(("n", "Time"));
    for (class, name) in heads {
        let class = if class.is_empty() { "" } else { " class=\"n\"" };
        page.put(format_args!("<th scope=\"col\"{class}>{name}</th>"));
    }
    for asked in &report.questions {
        page.put(format_args!("<th scope=\"col\" class=\"pick\">{}</th>", asked.number));
    }
    page.put(format_args!("</tr>\n</thead>\n<tbody>"));
    for learner in &report.learners {
        row(page, report, learner);
    }
    page.put(format_args!("</tbody>\n</table>\n</div>"));
    page.put(format_args!("<p class=\"quiet\">What was picked of each question; ✓ fully right.</p>\n</section>"));
}

fn row(page: &mut Page, report: &Report, learner: &Learner) {
    let place =
        learner.rank.map_or_else(|| if learner.gone { "left".into() } else { "–".into() }, |rank| rank.to_string());
    page.put(format_args!(
        "<tr><td class=\"n\">{place}</td><th scope=\"row\" dir=\"auto\">{}</th>",
        Safe(learner.name.as_str())
    ));
    if !report.teams.is_empty() {
        let team = learner.team.as_ref().map_or("", |team| team.as_str());
        page.put(format_args!("<td dir=\"auto\">{}</td>", Safe(team)));
    }
    let (right, answered, marks) = (learner.right, learner.answered, number(learner.marks));
    page.put(format_args!("<td class=\"n\">{right} of {answered}</td><td class=\"n\">{marks}</td>"));
    if report.scoring == Scoring::Speed {
        page.put(format_args!("<td class=\"n\">{}</td>", learner.points));
    }
    page.put(format_args!("<td class=\"n\">{}</td>", span(learner.took)));
    for (asked, picks) in report.questions.iter().zip(&learner.picks) {
        let cell = picks.map_or_else(
            || "–".to_owned(),
            |picks| {
                let right = if asked.is_right(picks) { " ✓" } else { "" };
                format!("{}{right}", letters(picks))
            },
        );
        page.put(format_args!("<td class=\"pick\">{cell}</td>"));
    }
    page.put(format_args!("</tr>"));
}

fn topics(page: &mut Page, report: &Report) {
    page.put(format_args!(
        "<section class=\"whole\">\n<h2>Topics</h2>\n<table>\n<thead>\n<tr><th scope=\"col\">Topic</th><th scope=\"col\" class=\"n\">Questions</th>\
        <th scope=\"col\" class=\"n\">Answers</th><th scope=\"col\" class=\"n\">Facility</th></tr>\n</thead>\n<tbody>"
    ));
    for topic in &report.topics {
        let facility = topic.facility.map_or_else(|| "–".to_owned(), percent);
        let (count, answers) = (topic.questions, topic.answers);
        page.put(format_args!(
            "<tr><th scope=\"row\" dir=\"auto\">{}</th><td class=\"n\">{count}</td><td class=\"n\">{answers}</td><td class=\"n\">{facility}</td></tr>",
            Safe(&topic.title)
        ));
    }
    page.put(format_args!("</tbody>\n</table>\n</section>"));
}
