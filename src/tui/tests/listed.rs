//! Banks are added and removed on the screen of the banks.

use super::*;
use crate::bank::List;

#[test]
fn a_bank_is_added_by_its_path_and_removed_again() {
    let (data, other) = (tempfile::tempdir().unwrap(), Shelf::hostile());
    let setting = || Setting { data: Some(data.path().to_owned()), ..Setting::default() };
    let mut seat = setting().over(vec![Shelf::towers()]);
    let path = other.path().display().to_string();
    seat.keys("b a");
    for letter in path.chars() {
        seat.key(&letter.to_string());
    }
    seat.keys("Enter");
    assert!(seat.text().contains("Added: hostile"), "{}", seat.text());
    assert_eq!(seat.app.desk().library.banks().len(), 2);
    let list = List::read(data.path()).unwrap();
    assert_eq!(list.banks[0].id.as_str(), "hostile");
    assert!(list.banks[0].path.as_ref().unwrap().is_absolute());

    seat.keys("Home r");
    assert!(seat.text().contains("Removed: hostile"), "{}", seat.text());
    assert_eq!(seat.app.desk().library.banks().len(), 1);
    assert!(List::read(data.path()).unwrap().banks.is_empty());
    seat.keys("r");
    assert!(seat.text().contains("One bank stays open"), "{}", seat.text());
    seat.keys("a n o Enter");
    assert!(seat.text().contains("no"), "{}", seat.text());
    assert_eq!(seat.app.desk().library.banks().len(), 1, "what cannot be opened changes nothing");
}
