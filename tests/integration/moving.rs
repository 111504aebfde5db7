//! Banks that open by themselves, backup, restore, and two machines, over the real program.

use std::fs;

use super::program::{Home, bank};

#[test]
fn banks_are_added_listed_opened_and_removed() {
    let home = Home::new();
    home.bank("mine", &bank("colours"));
    assert!(home.run(&["banks"], "").ends(0).out.starts_with("un-peace-operations  "));
    home.run(&["banks", "add", "nowhere"], "").ends(2).says("nowhere");
    assert_eq!(home.run(&["banks", "add", "mine", "--new", "1"], "").ends(0).out, "colours\n");
    let list = home.run(&["banks"], "").ends(0);
    assert!(list.out.contains("colours  2 questions, 1 new a day, ") && list.out.contains("mine"), "{list:?}");
    let both = home.run(&["--plain"], "q\n").ends(0);
    assert!(both.out.contains("UN Department of Peace Operations, "), "{both:?}");
    let asked = home.run(&["study", "--ids", "colours/sky", "--plain", "--json"], "1\n");
    assert!(asked.err.contains("Which is it in sky?"), "{asked:?}");

    home.run(&["banks", "remove", "un-peace-operations"], "").ends(0).says("no longer opens by itself");
    home.run(&["study", "--plain"], "q\n").ends(2).says("nothing is due today");
    home.run(&["banks", "add", "mine", "--new", "2"], "").ends(0);
    home.run(&["study", "--plain"], "q\n").prints("Which is it in grass?");
    fs::rename(home.path().join("mine"), home.path().join("gone")).unwrap();
    let gone = home.run(&["--plain"], "q\n").ends(0);
    assert!(gone.out.contains("UN Department"), "{gone:?}");
    home.run(&["practice", "--count", "1", "--plain"], "q\n").says("ibid banks remove colours");
    home.run(&["banks", "remove", "colours"], "").ends(0);
    home.run(&["banks", "remove", "colours"], "").ends(2).says("hint: `ibid banks`");
}

#[test]
fn a_backup_brings_back_history_edits_and_banks() {
    let home = Home::new();
    home.bank("mine", &bank("colours"));
    home.run(&["banks", "add", "mine"], "").ends(0);
    home.write("config/ibid/settings.toml", "mouse = false\n");
    home.write("data/ibid/edits/un-peace-operations/x.json", "{}");
    home.run(&["practice", "--count", "1", "--plain"], "0\n");
    let backup = home.run(&["backup"], "").ends(0);
    let file = backup.out.trim();
    assert!(file.contains("backups"), "{backup:?}");
    let named = home.run(&["backup", "mine.sqlite"], "").ends(0);
    assert!(named.out.trim().ends_with("mine.sqlite"));

    let other = Home::new();
    other.run(&["practice", "--count", "2", "--plain"], "0\n0\n");
    let restored = other.run(&["restore", file], "").ends(0);
    assert!(restored.out.contains("before-restore"), "{restored:?}");
    let sittings = |home: &Home| home.run(&["sittings", "--json"], "").ends(0).json();
    assert_eq!(sittings(&other), sittings(&home));
    assert!(other.run(&["banks"], "").out.contains("colours"));
    assert_eq!(fs::read(other.data().join("edits/un-peace-operations/x.json")).unwrap(), b"{}");
    assert_eq!(fs::read_to_string(other.path().join("config/ibid/settings.toml")).unwrap(), "mouse = false\n");

    let before = restored.out.trim().to_owned();
    let merged = other.run(&["merge", &before], "").ends(0);
    assert!(merged.out.starts_with("1 sitting and 2 answers came in"), "{merged:?}");
    assert!(other.run(&["merge", &before], "").ends(0).out.starts_with("0 sittings and 0 answers came in"));
    let data = other.data().display().to_string();
    home.run(&["merge", &data], "").ends(0).prints("1 sitting");
    assert_eq!(sittings(&other), sittings(&home));
    home.write("list.sqlite", "milk");
    home.run(&["merge", "list.sqlite"], "").ends(2).says("is not a store of ibid");
    home.run(&["restore", "list.sqlite"], "").ends(2).says("is not a store of ibid");
    assert_eq!(sittings(&home), sittings(&other), "nothing was lost by it");
}
