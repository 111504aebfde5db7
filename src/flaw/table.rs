//! Every flaw that is known, one row each.

use super::Severity::{Note, Warning};
use super::{Flaw, choices, cues, stem};

#[rustfmt::skip] // a table is read by its rows
static TABLE: &[Flaw] = &[
    Flaw {
        name: "all-of-the-above", severity: Warning, english: true, rule: choices::all_of_the_above,
        what: "A choice stands for all the others.",
        remedy: "write a choice of its own; where several are right, mark several as keys",
        guideline: Some("26"), moore: Some("all of the above"),
    },
    Flaw {
        name: "none-of-the-above", severity: Warning, english: true, rule: choices::none_of_the_above,
        what: "A choice stands for none of the others.",
        remedy: "write a choice of its own; who picks it shows nothing of what is right",
        guideline: Some("25"), moore: Some("none of the above"),
    },
    Flaw {
        name: "k-type", severity: Warning, english: true, rule: choices::k_type,
        what: "A choice combines other choices.",
        remedy: "mark several keys instead: it becomes “choose all that apply”",
        guideline: Some("9"), moore: Some("complex or K-type"),
    },
    Flaw {
        name: "true-false", severity: Warning, english: true, rule: choices::true_false,
        what: "The choices only say yes or no to the stem.",
        remedy: "ask for the fact itself: who, what, why",
        guideline: Some("9"), moore: Some("true or false"),
    },
    Flaw {
        name: "gap-in-stem", severity: Warning, english: false, rule: stem::gap,
        what: "The stem has a gap to be filled in.",
        remedy: "ask for what is missing with a question",
        guideline: Some("14"), moore: Some("fill in the blank"),
    },
    Flaw {
        name: "negative-stem", severity: Warning, english: true, rule: stem::negative,
        what: "The stem asks for what is not so.",
        remedy: "ask for what is so; “choose all that apply” takes several keys",
        guideline: Some("17"), moore: Some("negative worded"),
    },
    Flaw {
        name: "no-question", severity: Warning, english: false, rule: stem::no_question,
        what: "The stem is no question.",
        remedy: "make it a question that ends with “?”",
        guideline: Some("14"), moore: Some("unfocused stem"),
    },
    Flaw {
        name: "unfocused-stem", severity: Warning, english: true, rule: stem::unfocused,
        what: "The stem asks nothing without its choices.",
        remedy: "put into the stem what the choices are about, so that it can be answered with them covered",
        guideline: Some("15"), moore: Some("unfocused stem"),
    },
    Flaw {
        name: "gratuitous-length", severity: Warning, english: false, rule: stem::long,
        what: "There is more to read than the question needs.",
        remedy: "leave out what does not help to answer",
        guideline: Some("13, 16"), moore: Some("gratuitous information"),
    },
    Flaw {
        name: "undated-fact", severity: Warning, english: true, rule: stem::undated,
        what: "A fact that changes is asked without its date.",
        remedy: "give the date in the stem (“As of March 2020, …”) and in `as_of`",
        guideline: Some("5"), moore: Some("ambiguous or unclear information"),
    },
    Flaw {
        name: "absolute-terms", severity: Warning, english: true, rule: choices::absolute,
        what: "A choice has an absolute: always, never, completely.",
        remedy: "say what is the case without it",
        guideline: Some("28a"), moore: Some("absolute terms"),
    },
    Flaw {
        name: "vague-terms", severity: Warning, english: true, rule: choices::vague,
        what: "A choice has a vague frequency: usually, often, rarely.",
        remedy: "say how often, or leave it out",
        guideline: Some("12"), moore: Some("vague terms"),
    },
    Flaw {
        name: "longest-key", severity: Warning, english: false, rule: cues::longest_key,
        what: "The key is by far the longest choice.",
        remedy: "shorten the key, or make distractors as exact as it is",
        guideline: Some("24, 28d"), moore: Some("longest option correct"),
    },
    Flaw {
        name: "unequal-lengths", severity: Warning, english: false, rule: choices::unequal,
        what: "The choices are of very unequal length.",
        remedy: "write them about equally long",
        guideline: Some("24"), moore: None,
    },
    Flaw {
        name: "repeated-word", severity: Warning, english: true, rule: cues::repeated_word,
        what: "A word of the stem comes again in the key alone.",
        remedy: "use another word in the stem or in the key, or give it to distractors too",
        guideline: Some("28b"), moore: Some("word repeats"),
    },
    Flaw {
        name: "key-in-stem", severity: Warning, english: false, rule: cues::key_in_stem,
        what: "The stem already says the key.",
        remedy: "take it out of the stem",
        guideline: Some("28b"), moore: Some("word repeats"),
    },
    Flaw {
        name: "grammatical-cue", severity: Warning, english: true, rule: cues::grammatical,
        what: "By grammar the key alone goes with the stem, or stands alone among the choices.",
        remedy: "give all choices the number, article and form of the key",
        guideline: Some("28c"), moore: Some("grammatical cues"),
    },
    Flaw {
        name: "convergence", severity: Note, english: true, rule: cues::convergence,
        what: "The key is the choice that has most in common with the others.",
        remedy: "combine the parts evenly, or ask for one of them",
        guideline: Some("28e"), moore: Some("convergence cues"),
    },
    Flaw {
        name: "contained-choice", severity: Warning, english: true, rule: choices::contained,
        what: "A choice says what another says, and more.",
        remedy: "make the choices exclude one another",
        guideline: Some("22"), moore: Some("logical cues"),
    },
    Flaw {
        name: "equal-choices", severity: Warning, english: false, rule: choices::equal,
        what: "Two choices differ in articles or punctuation only.",
        remedy: "make the choices different",
        guideline: Some("22"), moore: Some("logical cues"),
    },
    Flaw {
        name: "alias-of-key", severity: Warning, english: false, rule: cues::alias_of_key,
        what: "A distractor is another name of the key.",
        remedy: "replace the distractor: it is right",
        guideline: Some("19"), moore: Some("more than one correct"),
    },
    Flaw {
        name: "within-key-date", severity: Warning, english: false, rule: cues::within_key_date,
        what: "A distractor is the key's date, told more finely or more coarsely.",
        remedy: "replace the distractor: it is right, or the key is",
        guideline: Some("19"), moore: Some("more than one correct"),
    },
    Flaw {
        name: "odd-one-out", severity: Note, english: false, rule: choices::odd_one_out,
        what: "One choice is of another kind than all others.",
        remedy: "make all choices values, or none",
        guideline: Some("23, 29"), moore: Some("implausible distractors"),
    },
    Flaw {
        name: "out-of-order", severity: Note, english: false, rule: choices::out_of_order,
        what: "Numbers or dates are not written in order; a sitting shows them in order all the same.",
        remedy: "write them ascending, so that the file reads as the screen does",
        guideline: Some("21"), moore: Some("lost sequence"),
    },
    Flaw {
        name: "missing-rationale", severity: Warning, english: false, rule: cues::missing_rationale,
        what: "A choice has no rationale.",
        remedy: "tell the learner who picks it why it is right or wrong",
        guideline: None, moore: None,
    },
];

/// Every flaw, in the order in which they are told.
#[must_use]
pub fn table() -> &'static [Flaw] {
    TABLE
}
