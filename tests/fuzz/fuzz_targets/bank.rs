//! Any text as a bank, as what the builder wrote, and as a journal of verdicts.
#![no_main]

use ibid::bank::Bank;
use ibid::build::ledger::Ledger;
use ibid::review::{Built, Journal, Review};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (journal, _) = Journal::read(text);
    let (again, faults) = Journal::read(&journal.lines().iter().map(|line| line.to_json() + "\n").collect::<String>());
    assert!(faults.is_empty() && again.lines().len() == journal.lines().len(), "what is written is read");
    let built = Built::read(text).unwrap_or_default();
    if let Ok(ledger) = Ledger::parse(text) {
        assert_eq!(Ledger::parse(&ledger.to_json()).ok(), Some(ledger));
    }
    let Ok(bank) = Bank::of_text("bank.json".into(), text.to_owned()) else { return };
    for index in 0..bank.len() {
        let _ = (bank.id_at(index), bank.line(index), bank.question(index));
        if let Ok(question) = bank.original(index) {
            let _ = bank.faults_of(&question);
            let again = ibid::question::Question::from_json(&question.to_json());
            assert_eq!(again.as_ref().map(|again| again.digest()), Ok(question.digest()), "what is written is read");
        }
    }
    let review = Review::new(&bank, journal, built, Vec::new());
    assert!(review.items().len() <= bank.len());
});
