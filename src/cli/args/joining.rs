//! Options of the commands that go to somebody else's room.

use clap::builder::RangedU64ValueParser;

/// Options of `ibid join`.
#[derive(Debug, Default, clap::Args)]
#[command(after_help = "\
Examples:
  ibid join 192.168.1.20:4242                    asks for the code on the teacher’s screen
  ibid join 192.168.1.20:4242 CDF HJK --name Ana
  ibid join http://192.168.1.20:4242/r/CDFHJKMNPRTV
  printf 'b\\n1 3\\n' | ibid join 192.168.1.20:4242 CDFHJK --name Ana --plain

The same command again brings you back as the same player, with the same answers and score. In plain mode an answer is
one line: 2 or b; for “choose all that apply” 1 3, 1,3 or ac; ? helps, q leaves.

Exit codes: 0 the drill ended (or all is answered), 2 error, 3 left before.")]
pub struct Join {
    /// Where the room is: the address on the teacher’s screen, or your own link
    pub address: String,
    /// The code on the teacher’s screen, where the address has no link; asked for when not given
    pub code: Vec<String>,
    /// Your name; asked for when not given
    #[arg(long)]
    pub name: Option<String>,
    /// Your team, by its number in the list; asked for when not given
    #[arg(long, value_name = "N", value_parser = RangedU64ValueParser::<u8>::new().range(1..=250))]
    pub team: Option<u8>,
}

/// Options of `ibid screen`.
#[derive(Debug, Default, clap::Args)]
#[command(after_help = "\
Examples:
  ibid screen 192.168.1.20:4242 CDF HJK
  ibid screen http://192.168.1.20:4242/s/CDFHJKMNPRTV

It shows what everybody sees, large enough to be projected, and nothing that a learner may not see yet.")]
pub struct Screen {
    /// Where the room is: the address on the teacher’s screen
    pub address: String,
    /// The code on the teacher’s screen, where the address has no link; asked for when not given
    pub code: Vec<String>,
}
