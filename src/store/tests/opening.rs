//! Opening, sharing, copying and beginning anew.

use std::fs;

use super::*;

fn opened(folder: &tempfile::TempDir) -> Result<Store, StoreError> {
    Store::open(folder.path(), TURNOVER, START)
}

#[test]
fn a_new_store_gets_a_folder_that_is_its_owners_only() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a/ibid");
    let store = Store::open(&inner, TURNOVER, START).unwrap();
    assert!(store.sittings(9).unwrap().is_empty());
    let mode: String = store.db.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    let synchronous: i64 = store.db.query_row("PRAGMA synchronous", [], |row| row.get(0)).unwrap();
    assert_eq!((mode.as_str(), synchronous), ("wal", 2));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&inner).unwrap().permissions().mode() & 0o777, 0o700);
    }
}

#[test]
fn what_is_no_store_is_left_alone_with_a_clear_message() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE);
    fs::write(&file, "my shopping list, which is longer than a database's header of one hundred bytes: ".repeat(9))
        .unwrap();
    let error = opened(&folder).err().unwrap();
    assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
    assert!(error.to_string().contains(FILE) && error.to_string().contains("hint:"), "{error}");
    fs::remove_file(&file).unwrap();

    let other = Connection::open(&file).unwrap();
    other.execute_batch("CREATE TABLE recipes (name); INSERT INTO recipes VALUES ('soup');").unwrap();
    drop(other);
    assert!(matches!(opened(&folder), Err(StoreError::Foreign { .. })));
    let other = Connection::open(&file).unwrap();
    assert_eq!(other.query_row("SELECT name FROM recipes", [], |row| row.get::<_, String>(0)).unwrap(), "soup");
}

#[test]
fn a_damaged_store_is_an_error_and_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    let mut clock = Clock::new(1);
    let mut store = open(&folder);
    for _ in 0..40 {
        let mut sitting = clock.begin(&mut store, Mode::Practice, None, 9);
        clock.pick(&mut store, &mut sitting, 0, &[0]);
    }
    drop(store);
    let file = folder.path().join(FILE);
    let sound = fs::read(&file).unwrap();
    for page in 0..sound.len() / 4096 {
        let mut bytes = sound.clone();
        let start = if page == 0 { 100 } else { page * 4096 };
        bytes[start..(page + 1) * 4096].fill(0xA5);
        fs::write(&file, bytes).unwrap();
        let _ = opened(&folder).and_then(|mut store| {
            store.history()?;
            store.faults()?;
            store.sittings(99)?;
            store.latest_open(START, &|_| true)?;
            store.begin(&clock.plan(Mode::Practice, None, &[drawn(0)]), &[drawn(0)])?;
            store.backup(&folder.path().join("copy.sqlite"), &[])
        });
    }
    fs::write(&file, &sound[..sound.len() / 2]).unwrap();
    let told = opened(&folder).and_then(|store| store.sittings(99)).map(|list| list.len());
    assert!(matches!(told, Err(StoreError::Corrupt { .. })), "{told:?}");
    drop(Connection::open(&file).unwrap());

    let tables = tempfile::tempdir().unwrap();
    let other = Connection::open(tables.path().join(FILE)).unwrap();
    other.pragma_update(None, "application_id", schema::APPLICATION).unwrap();
    other.pragma_update(None, "user_version", 1).unwrap();
    drop(other);
    assert!(matches!(opened(&tables), Err(StoreError::Corrupt { .. })), "the name of a store, without its tables");
}

#[test]
fn a_newer_store_is_refused_by_both_versions() {
    let folder = tempfile::tempdir().unwrap();
    open(&folder).db.pragma_update(None, "user_version", 99).unwrap();
    let error = opened(&folder).err().unwrap();
    let last = schema::STEPS.len();
    assert!(matches!(error, StoreError::Newer { found: 99, known, .. } if known == last), "{error}");
    assert!(error.to_string().contains("schema 99") && error.to_string().contains(&format!("up to {last}")), "{error}");
}

#[test]
fn an_older_store_is_migrated_after_a_backup_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut clock = Clock::new(1);
    let sitting = clock.begin(&mut open(&folder), Mode::Practice, None, 2);
    let last = schema::STEPS.len();
    let broken = [schema::STEPS, &["CREATE TABLE half (a); CREATE TABLE half (a);"]].concat();
    let open_with = |steps: &[&str]| Store::open_with(folder.path(), TURNOVER, START, steps);
    assert!(open_with(&broken).is_err());
    let backup = folder.path().join("backups").join(format!("auto-2026-11-22-1030-before-migration-of-{last}.sqlite"));
    assert!(backup.exists());

    let steps = [schema::STEPS, &["CREATE TABLE extra (a); INSERT INTO extra VALUES (5);"]].concat();
    for _ in 0..2 {
        let store = open_with(&steps).unwrap();
        assert_eq!(
            store.db.query_row("SELECT count(*), sum(a) FROM extra", [], |row| Ok((row.get(0)?, row.get(1)?))),
            Ok((1, 5))
        );
        assert_eq!(store.sittings(9).unwrap()[0].id, sitting.plan().id);
    }
    assert!(
        matches!(opened(&folder), Err(StoreError::Newer { found, known, .. }) if found == last + 1 && known == last)
    );
    fs::copy(backup, folder.path().join(FILE)).unwrap();
    assert_eq!(open(&folder).sittings(9).unwrap()[0].id, sitting.plan().id);
}

#[test]
fn a_folder_that_cannot_be_written_is_told_and_memory_stands_in() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let error = Store::open(&file, TURNOVER, START).err().unwrap();
    assert!(error.to_string().contains("file") && error.to_string().contains("hint:"), "{error}");

    drop(open(&folder));
    let read_only = |set: bool| {
        let mut permissions = fs::metadata(folder.path()).unwrap().permissions();
        permissions.set_readonly(set);
        fs::set_permissions(folder.path(), permissions).unwrap();
    };
    read_only(true);
    let binding = fs::write(folder.path().join("probe"), "").is_err();
    let error = opened(&folder).err();
    read_only(false);
    // Root writes wherever it likes, and Windows knows no read-only folders.
    assert_eq!(matches!(error, Some(StoreError::ReadOnly { .. })), binding, "{error:?}");
    let (mut store, mut clock) = (memory(), Clock::new(1));
    let mut sitting = clock.begin(&mut store, Mode::Practice, None, 1);
    assert!(store.hold(sitting.plan().id).unwrap().is_some());
    assert!(clock.pick(&mut store, &mut sitting, 0, &[0]).is_some());
    assert_eq!(store.path(), None);
    assert_eq!(store.reset(START).unwrap(), None);
    assert!(store.sittings(9).unwrap().is_empty());
}

#[test]
fn a_full_disk_is_told_and_loses_nothing_that_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut clock = Clock::new(1);
    let mut store = open(&folder);
    let kept = clock.begin(&mut store, Mode::Practice, None, 1);
    let pages: i64 = store.db.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    store.db.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
    let many: Vec<_> = (0..400).map(drawn).collect();
    let plan = clock.plan(Mode::Practice, None, &many);
    assert!(matches!(store.begin(&plan, &many), Err(StoreError::Full { .. })));
    assert_eq!(store.sittings(9).unwrap().len(), 1);
    drop(store);
    let mut store = open(&folder);
    store.begin(&plan, &many).unwrap();
    assert_eq!(store.sittings(9).unwrap()[1].id, kept.plan().id);
}

#[test]
fn a_store_locked_by_another_program_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut clock = Clock::new(1);
    let mut store = open(&folder);
    let mut sitting = clock.begin(&mut store, Mode::Practice, None, 1);
    store.db.busy_timeout(Duration::ZERO).unwrap();
    let other = Connection::open(folder.path().join(FILE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let skip = sitting.skip(0, clock.stamp()).unwrap();
    assert!(matches!(store.append(std::slice::from_ref(&skip)), Err(StoreError::Locked { .. })));
    other.execute_batch("ROLLBACK").unwrap();
    store.append(&[skip]).unwrap();
}

#[test]
fn two_ibids_on_one_store_neither_lose_nor_double_a_number() {
    let folder = tempfile::tempdir().unwrap();
    let begun = std::sync::Barrier::new(3);
    std::thread::scope(|scope| {
        for seed in 0..3 {
            let (folder, begun) = (&folder, &begun);
            scope.spawn(move || {
                let mut clock = Clock::new(seed);
                begun.wait();
                let mut store = open(folder);
                let mut sitting = clock.begin(&mut store, Mode::Practice, None, 9);
                for place in 0..9 {
                    clock.pick(&mut store, &mut sitting, place, &[0]);
                }
                assert_eq!(store.sitting(sitting.plan().id).unwrap().unwrap().resume(), sitting);
            });
        }
    });
    let store = open(&folder);
    let device = device_of(&store);
    assert_eq!(sequence(&store), (1..=30).map(|seq| (device, seq)).collect::<Vec<_>>());
}

#[test]
fn a_device_goes_on_with_its_numbers_but_a_restored_copy_is_another_device() {
    let folder = tempfile::tempdir().unwrap();
    let mut clock = Clock::new(1);
    let mut go_on = || {
        let mut store = open(&folder);
        clock.begin(&mut store, Mode::Practice, None, 1);
        device_of(&store)
    };
    let first = go_on();
    let file = folder.path().join(FILE);
    let copy = fs::read(&file).unwrap();
    assert_eq!([go_on(), go_on()], [first, first]);
    fs::write(&file, copy).unwrap();
    let second = go_on();
    assert_ne!(first, second, "the file beside the store knows of later numbers");
    assert_eq!(go_on(), second);

    let backup = open(&folder).backup(&folder.path().join("copy.sqlite"), &[]).unwrap();
    fs::rename(backup, &file).unwrap();
    let third = go_on();
    assert_ne!(third, second, "a backup is a copy even before anything else happens");
    fs::remove_file(folder.path().join("device")).unwrap();
    let fourth = go_on();
    assert_ne!(fourth, third);
    let numbers = sequence(&open(&folder));
    assert_eq!(numbers.last(), Some(&(fourth, 1)));
}

#[test]
fn a_folder_that_was_copied_whole_is_another_device() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let device = device_of(&open(&folder));
    for name in [FILE, "device"] {
        fs::copy(folder.path().join(name), other.path().join(name)).unwrap();
    }
    let tells = fs::metadata(other.path().join("device")).unwrap().created().is_ok();
    assert_eq!(device_of(&open(&other)) != device, tells, "where the file system tells when a file was made");
    assert_eq!(device_of(&open(&folder)), device);
}

#[test]
fn a_sitting_is_held_by_one_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (open(&folder), open(&folder));
    let mut clock = Clock::new(1);
    let (id, other) = (clock.stamp().id, clock.stamp().id);
    let hold = one.hold(id).unwrap().unwrap();
    assert!(two.hold(id).unwrap().is_none());
    assert!(one.hold(id).unwrap().is_none());
    assert!(two.hold(other).unwrap().is_some(), "another sitting is free");
    drop(hold);
    let hold = two.hold(id).unwrap();
    assert!(hold.is_some());
    drop(hold);
    let left = fs::read_dir(folder.path().join("locks")).unwrap().count();
    assert_eq!(left, 1, "nothing but the turnstile is left lying");
}

#[test]
fn a_backup_is_a_whole_store_and_overwrites_nothing() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut clock = Clock::new(1);
    let mut store = open(&folder);
    let mut sitting = clock.begin(&mut store, Mode::Practice, None, 2);
    clock.pick(&mut store, &mut sitting, 0, &[0]);
    let to = other.path().join("inner").join("my.copy.db");
    let first = store.backup(&to, &[]).unwrap();
    let second = store.backup(&to, &[]).unwrap();
    assert_eq!((first, second.file_name().unwrap().to_str()), (to, Some("my.copy-2.db")));
    assert_eq!(fs::read_dir(other.path().join("inner")).unwrap().count(), 2);
    fs::rename(second, other.path().join(FILE)).unwrap();
    let mut copy = open(&other);
    assert_eq!(copy.sitting(sitting.plan().id).unwrap().unwrap().resume(), sitting);
    assert_eq!(copy.history().unwrap(), store.history().unwrap());
}

#[test]
fn a_reset_forgets_after_a_backup_even_under_another_ibid() {
    let folder = tempfile::tempdir().unwrap();
    let mut clock = Clock::new(1);
    let (mut store, mut other) = (open(&folder), open(&folder));
    let mut sitting = clock.begin(&mut other, Mode::Practice, None, 2);
    let device = device_of(&store);
    let backup = store.reset(START).unwrap().unwrap();
    assert_eq!(backup, folder.path().join("backups").join("ibid-2026-11-22-1030.sqlite"));
    assert_eq!(store.history().unwrap(), crate::session::History::default());
    assert!(store.sittings(9).unwrap().is_empty() && other.sittings(9).unwrap().is_empty());
    assert_ne!(device_of(&store), device);

    let skip = sitting.skip(0, clock.stamp()).unwrap();
    assert!(matches!(other.append(std::slice::from_ref(&skip)), Err(StoreError::Forgotten { .. })));
    let fresh = clock.begin(&mut other, Mode::Practice, None, 1);
    assert_eq!(store.latest_open(START, &|_| true).unwrap().unwrap().id, fresh.plan().id);
    assert_ne!(store.reset(START).unwrap().unwrap(), backup, "of the same minute");

    drop((store, other));
    fs::copy(backup, folder.path().join(FILE)).unwrap();
    assert_eq!(open(&folder).latest_open(START, &|_| true).unwrap().unwrap().id, sitting.plan().id);
}

#[test]
fn a_reset_that_cannot_write_its_backup_forgets_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder);
    Clock::new(1).begin(&mut store, Mode::Practice, None, 2);
    fs::write(folder.path().join("backups"), "in the way").unwrap();
    assert!(store.reset(START).is_err());
    assert_eq!(store.sittings(9).unwrap().len(), 1);
}
