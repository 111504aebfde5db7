//! Banks are added and removed on the screen of the banks.

use super::*;
use crate::bank::List;

#[test]
fn a_bank_is_added_by_its_path_and_removed_again() {
    let (data, other) = (tempfile::tempdir().unwrap(), banks::hostile());
    let setting = Setting { data: Some(data.path().to_owned()), ..Setting::default() };
    let mut seat = setting.over(vec![banks::lighthouses()]);
    seat.tick();
    let id = other.open().head().id.clone();
    seat.keys("b a").types(&other.folder().display().to_string()).keys("Enter");
    assert!(seat.notice().contains(&format!("Added: {id}")), "{}", seat.notice());
    assert_eq!(seat.app.desk().library.banks().len(), 2);
    let list = List::read(data.path()).unwrap();
    assert_eq!(list.banks[0].id, id);
    assert!(list.banks[0].path.as_ref().unwrap().is_absolute());

    let first = seat.app.desk().library.banks()[0].head().id.clone();
    seat.keys(if first == id { "Home r" } else { "End r" });
    assert!(seat.notice().contains(&format!("Removed: {id}")), "{}", seat.notice());
    assert_eq!(seat.app.desk().library.banks().len(), 1);
    assert!(List::read(data.path()).unwrap().banks.is_empty());
    seat.keys("r");
    assert!(seat.notice().contains("One bank stays open"), "{}", seat.notice());
    seat.keys("a").types("nowhere").keys("Enter");
    assert!(seat.notice().contains("nowhere"), "{}", seat.notice());
    assert_eq!(seat.app.desk().library.banks().len(), 1, "what cannot be opened changes nothing");
}
