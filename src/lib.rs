//! ibid: a terminal quiz that always shows where the answer is written.
//!
//! # The map
//!
//! Data flows one way: document -> passage -> question -> bank -> form -> session -> store -> screen. The modules
//! below stand in that order, from the ground up, and **a module imports only from those above it**; the test
//! `layering` reads the order from this file and holds the tree to it.
//!
//! # Words
//!
//! One word for one idea, here and on the screen.
//!
//! | word | meaning |
//! | --- | --- |
//! | document | a source text as it was given, its bytes untouched |
//! | section, passage | a heading's part of a document; a sentence, list entry, table row or infobox line with its byte span |
//! | citation | a pointer to a passage: document, `exact` quote, `prefix`, `suffix`, and `answer`, the words that hold the answer |
//! | question | stem + choices + citations |
//! | stem, choice, key, distractor, rationale | what is asked; one option; a right one; a wrong one; why it is right or wrong |
//! | bank, topic, tag | a file of questions over some documents; one subject inside it; a free label |
//! | library | the banks that are open together |
//! | form, place | the questions and choice orders drawn for one sitting; one question's position in it |
//! | sitting, plan | one practice or exam from its beginning to its end; what was fixed when it began: form, options, deadline |
//! | response | one answer to one question: choices picked (by their place in the bank), sure or guessed, time taken, when |
//! | record | one thing that happened, as the store keeps it: a response, a skip, a void, a flag, a fault report, an end |
//! | device | what made a record: one store on one machine; its records are numbered one by one |
//! | hold | the right to go on with a sitting, which one ibid has at a time |
//! | void | a record that takes another one back; nothing is deleted |
//! | withdrawn | of a place: its question can no longer be asked, because its passage is gone |
//! | score, mark, pass mark | marks got of marks possible; what one response earns, 0 to 1; the share needed |
//! | mention, slot, frame | a typed value in a passage; its type; what the passage is about with its values masked |
//! | fact, candidate, family | what is said of what, as of when; a question that might be asked; one way to make them |
//! | gate, refusal | what a candidate must be to become a question; why it does not |
//! | verdict, journal | what the author decides on a question; every verdict of a bank, appended to `review.jsonl` beside it |
//! | spare | a wrong choice that the builder kept back, to take the place of one that is poor |
//! | status | of a question: accepted (none written), draft, stale, conflict; *orphaned* is always computed |
//! | grade, memory, due | what an answer says of memory: Again, Hard, Good, Easy; stability and difficulty (FSRS); when to ask again |
//! | retention, retrievability | the share to be recalled when asked; the chance that a memory is recalled on a day |
//! | track, lapse, leech | what the answers say of one question; a memory that failed; a question that fails again and again |
//! | room, player, round, vote, tally | a drill for many and what is known of it; who joined; one question's life in it; one time that all answer it; the count per choice |
//! | pace, posed, ranking | who says when the next question comes; a question as a room asks it; who stands where |
//! | facility, discrimination | how easy a question was for all who had it; how far those who are good at the rest are good at it |
//! | report, sheet | what a drill leaves behind for the teacher; for one learner |
//! | host, hub, hall, line | the program that has the rooms; what alone changes them; a room with those who look at it; one connection |
//! | figures, standing | what the answers say of the whole of a person's learning; the data that they are made from |
//! | shaky, weak | of a passage: begun and not known; of one that was failed: what to read again first |
//! | index, hit | every word of the open banks with where it stands; a question or passage that fits what was typed |
//! | put aside, put off, anew, note | study does not ask it; not until tomorrow; as if never asked; the learner's own words on a question |
//! | fault | something wrong with a question or bank, with its place and remedy |
//! | flaw | an item-writing fault of a question, or of two together; it is asked all the same |
//! | coverage, asked, left out | what becomes of each passage of a bank's documents; cited by a question; named in `left_out` |
//! | Event, Action, Effect, Screen | what happened at the terminal; what the person meant; what must now be done; what is shown |

pub mod id;

pub mod text;

pub mod value;

pub mod rng;

pub mod clock;

pub mod document;

pub mod question;

pub mod anchor;

pub mod flaw;

pub mod bank;

pub mod check;

pub mod search;

pub mod journal;

pub mod build;

pub mod review;

pub mod memory;

pub mod session;

pub mod analysis;

pub mod progress;

pub mod room;

pub mod store;

pub mod host;

pub mod tui;

pub mod cli;
