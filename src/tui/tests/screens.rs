//! Each screen as a picture at three sizes, with its styles.

use super::*;

const SIZES: [(u16, u16); 3] = [(80, 24), (40, 12), (120, 40)];

/// Compares the screen at every size with the picture that is kept of it.
#[track_caller]
pub(super) fn pictures(name: &str, seat: &mut Seat) {
    let mut pictures = String::new();
    for size in SIZES {
        seat.event(Event::Resize(size.0, size.1));
        let _ = writeln!(pictures, "━━━ {}x{}", size.0, size.1);
        pictures += &picture(&seat.draw(), seat.app.page().cursor(size));
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, pictures));
}

const ALL: &str = "fuel duties lens year sleep watch stones";

#[test]
fn home_at_first() {
    pictures("home-first", &mut home());
}

#[test]
fn home_with_something_to_go_on_with() {
    let mut seat = practice(ALL);
    seat.keys("f @wrong Enter Enter Esc");
    pictures("home-continue", &mut seat);
}

#[test]
fn home_over_several_banks() {
    let mut seat = Setting::default().over(vec![banks::lighthouses(), banks::hostile()]);
    seat.keys("Enter Enter s s s Esc");
    pictures("home-banks", &mut seat);
}

#[test]
fn setup() {
    let mut seat = home();
    seat.keys("Down Right Down Right");
    pictures("setup-exam", &mut seat);
}

#[test]
fn question_asked() {
    pictures("asked", &mut practice(ALL));
}

#[test]
fn question_picked() {
    pictures("picked", practice(ALL).keys("Down Down"));
}

#[test]
fn question_with_several_keys() {
    pictures("choose-all", practice("duties fuel").keys("2 4"));
}

#[test]
fn question_flagged_that_is_a_draft() {
    pictures("draft", practice("watch fuel").keys("f"));
}

#[test]
fn answered_right() {
    pictures("answered-right", practice(ALL).keys("@key Enter"));
}

#[test]
fn answered_wrong() {
    pictures("answered-wrong", practice(ALL).keys("@wrong Enter"));
}

#[test]
fn answered_as_a_guess() {
    pictures("answered-guess", practice("lens fuel").keys("@wrong g"));
}

#[test]
fn answered_with_i_dont_know() {
    pictures("answered-unknown", practice("year fuel").keys("0"));
}

#[test]
fn answered_partly_right() {
    pictures("answered-partly", practice("duties fuel").keys("@key @wrong Enter"));
}

#[test]
fn answered_again_after_it_was_taken_back() {
    pictures("answered-again", practice("fuel lens").keys("@wrong Enter u @key Enter"));
}

#[test]
fn taken_back() {
    pictures("taken-back", practice("fuel lens").keys("@wrong Enter Enter u"));
}

#[test]
fn all_rationales() {
    pictures("rationales", practice(ALL).keys("@key Enter w"));
}

#[test]
fn explore() {
    pictures("explore", practice("lens fuel").keys("@key Enter x Down"));
}

#[test]
fn reader_at_the_passage() {
    pictures("reader", practice("fuel lens").keys("@key Enter o"));
}

#[test]
fn reader_with_coverage() {
    pictures("reader-coverage", practice("fuel lens").keys("@key Enter Enter @wrong Enter o v"));
}

#[test]
fn reader_searching() {
    pictures("reader-search", practice("fuel lens").keys("@key Enter o /").types("tower"));
}

#[test]
fn exam_asked() {
    pictures("exam", exam(ALL).keys("@key Enter Enter Left Left"));
}

#[test]
fn exam_in_its_last_minute() {
    pictures(
        "exam-last-minute",
        exam("duties fuel").keys("1 Down").wait(Millis::minutes(29)).wait(Millis(20_000)).tick(),
    );
}

#[test]
fn exam_overview() {
    pictures("overview", exam(ALL).keys("@key Enter Enter f Enter @wrong Tab Up"));
}

#[test]
fn practice_results() {
    pictures(
        "results-practice",
        practice("fuel duties lens sleep").keys("@wrong Enter Enter @key @wrong Enter Enter @key Enter Enter s"),
    );
}

#[test]
fn exam_passed() {
    let mut seat = exam("fuel lens year sleep");
    pictures("results-passed", seat.keys("@key Enter @key Enter @key Enter @key Tab S"));
}

#[test]
fn exam_not_passed() {
    let mut seat = exam("fuel duties lens year sleep");
    pictures("results-failed", seat.keys("@wrong Enter @key @wrong Enter @key Enter Tab S"));
}

#[test]
fn exam_abandoned() {
    pictures("home-abandoned", exam("fuel lens").keys("@key Enter Tab A"));
}

#[test]
fn review() {
    let mut seat = exam("fuel lens");
    pictures("review", seat.keys("@key Enter @wrong Tab S Enter"));
}

#[test]
fn browse() {
    let mut seat = practice("fuel lens");
    seat.keys("@key Enter Enter f @wrong Enter Esc /");
    pictures("browse", &mut seat);
}

#[test]
fn browse_filtered() {
    pictures("browse-filtered", home().keys("/").types("lens").keys("Down"));
}

#[test]
fn browse_without_a_match() {
    pictures("browse-empty", home().keys("/").types("submarine"));
}

#[test]
fn browsed_question() {
    pictures("browsed", home().keys("/ Down Enter"));
}

#[test]
fn sittings() {
    let mut seat = home();
    seat.keys("Enter @key Enter Enter @wrong Enter Enter s Esc");
    seat.keys("Down Down Enter Tab S Esc");
    seat.keys("Down Down Enter @key Enter Tab A");
    seat.keys("Down Down Enter 1 Enter Esc Esc");
    seat.keys("End Enter");
    pictures("sittings", &mut seat);
}

#[test]
fn no_sittings() {
    let mut seat = Setting { first: First::Sittings, ..Setting::default() }.open();
    pictures("sittings-none", &mut seat);
}

#[test]
fn help() {
    pictures("help", home().keys("?"));
}

#[test]
fn report() {
    pictures("report", practice("fuel").keys("!").types("Peat was burned on one island."));
}

#[test]
fn without_colour() {
    let mono = || Theme::named("mono").unwrap();
    let first = || First::Sitting(options(Mode::Practice, ALL));
    let mut seat = Setting { first: first(), theme: mono(), ..Setting::default() }.open();
    pictures("mono-picked", seat.keys("2"));
    pictures("mono-answered", seat.keys("@wrong Enter"));
    pictures("mono-reader", seat.keys("o"));
}

#[test]
fn hostile_questions() {
    let asked = |id: &str| {
        let first = First::Sitting(options(Mode::Practice, id));
        Setting { first, ..Setting::default() }.over(vec![banks::hostile()])
    };
    for id in ["long", "nine", "wide", "arabic"] {
        pictures(&format!("hostile-{id}"), asked(id).keys("2"));
        pictures(&format!("hostile-{id}-answered"), asked(id).keys("@wrong Enter"));
    }
    pictures("hostile-reader", asked("long").keys("1 Enter o"));
    pictures("hostile-home", &mut Setting::default().over(vec![banks::hostile()]));
}

#[test]
fn banks() {
    let mut seat = Setting::default().over(vec![banks::lighthouses(), banks::hostile()]);
    seat.resize((120, 40)).keys("b Down");
    seat.shows("Lighthouses and their keepers").shows("7 questions · /").shows("Keepers of the coast");
    seat.keys("Enter").shows("A lighthouse is a tower");
}

#[test]
fn too_small() {
    let mut seat = home();
    seat.event(Event::Resize(38, 11));
    insta::assert_snapshot!(seat.screen().trim_end(), @r"




    Terminal too small: 38x11. ibid needs
                    40x12.
    ");
}
