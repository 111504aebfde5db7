//! `ibid join` and `ibid screen`: a learner's or a projector's terminal in somebody else's room.

mod kept;
mod lines;

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::mpsc::{self, Sender};
use std::thread;

use super::args::{Join, Screen};
use super::plain::line;
use super::plain::paper::Paper;
use super::{Exit, Setup, sit, tell};
use crate::clock::Moment;
use crate::host::client::{Address, Client, NoLink, Out, Role, Seat, ask_for_link};
use crate::rng::Chance;
use crate::room::{Code, Key, Link};
use crate::tui::class::online::online;
use crate::tui::class::player::{self, Outcome, Player};
use crate::tui::class::projector::Projector;
use crate::tui::class::show::Door;
use crate::tui::theme::Theme;
use kept::Kept;
use lines::{Happening, Lines};

/// How often a code may be typed.
const ATTEMPTS: usize = 3;

/// `ibid join`.
///
/// # Errors
/// When there is no such room, or it cannot be reached.
pub fn join(setup: &Setup, join: &Join) -> anyhow::Result<Exit> {
    let address: Address = join.address.parse()?;
    let link = link(&address, &join.code)?;
    let mut kept = Kept::read(setup.paths.data.as_deref());
    let key = address.key.clone().or_else(|| kept.key(&link)).unwrap_or_else(|| Key::of(rand::random()));
    if let Err(error) = kept.keep(&link, &key) {
        tell("warning", &format!("your way back into the room cannot be kept: {error}"));
    }
    let own_link = address.own_link(&link, &key);
    let team = join.team.map(|team| team - 1); // it begins with 1
    let connect = {
        let (address, link, key) = (address, link.clone(), Some(key));
        move |heard| Client::open(address, link, Role::Player, key, chance(), heard)
    };
    let (exit, seat) = if setup.plain() {
        in_lines(Lines::new(join.name.clone(), team, own_link.clone()), connect)?
    } else {
        let setting = player::Setting {
            name: join.name.clone(),
            team,
            keymap: setup.settings.keymap.clone(),
            theme: theme(setup),
        };
        let mut player = Player::new(setting);
        let ended = online(Box::new(connect), &mut player, mouse(setup))?;
        let exit = match player.outcome() {
            Outcome::Ended => Exit::Finished,
            Outcome::Left => Exit::Left,
            Outcome::Broken => Exit::Wrong,
        };
        let taken = ended.exit_code().and_then(|code| u8::try_from(code).ok());
        (taken.map_or(exit, Exit::Taken), player.seat().clone())
    };
    farewell(&seat, &mut kept, &link, &own_link, setup.plain());
    Ok(exit)
}

/// What is to be known once the room was left.
fn farewell(seat: &Seat, kept: &mut Kept, link: &Link, own_link: &str, told: bool) {
    if let Some(why) = &seat.broken {
        tell("error", &format!("this host was left: {why}"));
    }
    if matches!(seat.out, Some(Out::Kicked | Out::Banned | Out::Left)) {
        let _ = kept.forget(link); // it is only of no use any more
    } else if seat.inside() && !seat.ended() && !told {
        tell("note", &format!("your own link, to go on from another device: {own_link}"));
    }
}

/// `ibid screen`.
///
/// # Errors
/// As those of join.
pub fn screen(setup: &Setup, screen: &Screen) -> anyhow::Result<Exit> {
    if setup.plain() {
        anyhow::bail!(
            "a projector’s screen is drawn, and there is no terminal to draw on\nhint: `ibid join --plain` follows a room in lines"
        );
    }
    let address: Address = screen.address.parse()?;
    let link = link(&address, &screen.code)?;
    let way = format!("http://{}", address.authority());
    let door = Door { link: Some(format!("{way}/r/{link}")), address: way, note: None };
    let mut projector = Projector::new(door, setup.settings.keymap.clone(), theme(setup));
    let connect = move |heard| Client::open(address, link, Role::Screen, None, chance(), heard);
    let ended = online(Box::new(connect), &mut projector, mouse(setup))?;
    let code = ended.exit_code().and_then(|code| u8::try_from(code).ok());
    match &projector.seat().broken {
        Some(why) => anyhow::bail!("this host was left: {why}"),
        None => Ok(code.map_or(Exit::Finished, Exit::Taken)),
    }
}

fn theme(setup: &Setup) -> Theme {
    let no_color = std::env::var("NO_COLOR").ok();
    Theme::choose(&setup.settings.theme, no_color.as_deref()).unwrap_or_default()
}

fn mouse(setup: &Setup) -> bool {
    setup.settings.mouse && !setup.common.no_mouse
}

fn chance() -> Chance {
    Chance::new(rand::random(), "client")
}

/// The link of the room that is meant: of the address, or by the code that was given or is asked for.
fn link(address: &Address, given: &[String]) -> anyhow::Result<Link> {
    if let Some(link) = &address.link {
        return Ok(link.clone());
    }
    if !given.is_empty() {
        return Ok(ask_for_link(address, &Code::read(&given.concat())?)?);
    }
    let (mut input, mut err) = (io::stdin().lock(), io::stderr().lock());
    let mut left = ATTEMPTS;
    loop {
        write!(err, "Code on the teacher’s screen: ").and_then(|()| err.flush())?;
        let Some(typed) = line::next(&mut input)? else { anyhow::bail!("there is no code") };
        let found = match Code::read(&typed) {
            Ok(code) => match ask_for_link(address, &code) {
                Ok(link) => return Ok(link),
                Err(NoLink::NoRoom) => NoLink::NoRoom.into(),
                Err(error) => return Err(error.into()),
            },
            Err(error) => anyhow::Error::from(error),
        };
        left -= 1;
        if left == 0 {
            return Err(found);
        }
        writeln!(err, "{found}")?;
    }
}

/// Follows a room in lines.
fn in_lines(
    mut lines: Lines,
    connect: impl FnOnce(Box<dyn FnMut(crate::host::client::Heard) + Send>) -> Result<Client, NoLink>,
) -> anyhow::Result<(Exit, Seat)> {
    let (sender, happenings) = mpsc::channel();
    let heard = sender.clone();
    let client = connect(Box::new(move |word| drop(heard.send(Happening::Heard(Box::new(word))))))?;
    let typed = io::stdin().is_terminal();
    let wanted = read_lines(sender, typed)?;
    let mut paper = Paper::new(io::stdout().lock(), sit::columns());
    let mut asked = false;
    // Nothing more comes when the client is done; it has said why before.
    while let Ok(happening) = happenings.recv() {
        if matches!(happening, Happening::Typed(_)) {
            asked = false;
        }
        let exit = lines.take(happening, Moment::now(), !typed, &mut paper);
        for order in lines.orders() {
            client.order(order);
        }
        match exit {
            Ok(None) => {}
            Ok(Some(exit)) => return Ok((exit, lines.into_seat())),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => break,
            Err(error) => return Err(error.into()),
        }
        // Of a pipe no more is read than is asked for; at a terminal the next line may come at any time.
        if !typed && lines.prompts() && !std::mem::replace(&mut asked, true) {
            let _ = wanted.send(());
        }
    }
    Ok((Exit::Left, lines.into_seat()))
}

/// Reads lines on a thread of its own, which waits to be asked for each one where nobody types.
fn read_lines(sender: Sender<Happening>, typed: bool) -> io::Result<Sender<()>> {
    let (ask, asked) = mpsc::channel();
    let read = move || {
        let mut input = io::stdin().lock();
        while typed || asked.recv().is_ok() {
            let line = line::next(&mut input).ok().flatten();
            let last = line.is_none();
            if sender.send(Happening::Typed(line)).is_err() || last {
                return;
            }
        }
    };
    thread::Builder::new().name("lines".to_owned()).spawn(read)?;
    Ok(ask)
}
