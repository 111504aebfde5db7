//! What is known of a question, in a few bytes.

use crate::clock::Day;
use crate::memory::{Memory, Track};

/// The numbers of a track, four bytes each.
const NUMBERS: usize = 11;

/// What is true of a track, by bits.
const MEMORY: u32 = 1;
const RETURNS: u32 = 2;
const RIGHT: u32 = 4;
const SURE: u32 = 8;

/// A track as bytes.
pub(super) fn pack(track: &Track) -> [u8; NUMBERS * 4] {
    let bit = |holds: bool, bit: u32| if holds { bit } else { 0 };
    let memory = track.memory.unwrap_or(Memory { stability: 0.0, difficulty: 0.0 });
    let numbers: [u32; NUMBERS] = [
        bit(track.memory.is_some(), MEMORY)
            | bit(track.return_on.is_some(), RETURNS)
            | bit(track.last_right, RIGHT)
            | bit(track.last_sure, SURE),
        memory.stability.to_bits(),
        memory.difficulty.to_bits(),
        track.moved.0.cast_unsigned(),
        track.last.0.cast_unsigned(),
        track.due.0.cast_unsigned(),
        track.reviews,
        track.lapses,
        track.right_in_a_row,
        track.return_on.map_or(0, |day| day.0.cast_unsigned()),
        track.luck.to_bits(),
    ];
    let mut bytes = [0; NUMBERS * 4];
    for (to, number) in bytes.chunks_exact_mut(4).zip(numbers) {
        to.copy_from_slice(&number.to_le_bytes());
    }
    bytes
}

/// The track of these bytes; none when they are not as many.
pub(super) fn unpack(bytes: &[u8]) -> Option<Track> {
    let mut numbers = [0; NUMBERS];
    if bytes.len() != NUMBERS * 4 {
        return None;
    }
    for (number, from) in numbers.iter_mut().zip(bytes.chunks_exact(4)) {
        *number = u32::from_le_bytes(from.try_into().ok()?);
    }
    let [what, stability, difficulty, moved, last, due, reviews, lapses, right_in_a_row, returns, luck] = numbers;
    let day = |number: u32| Day(number.cast_signed());
    let memory = Memory { stability: f32::from_bits(stability), difficulty: f32::from_bits(difficulty) };
    Some(Track {
        memory: Some(memory).filter(|_| what & MEMORY != 0),
        moved: day(moved),
        last: day(last),
        due: day(due),
        reviews,
        lapses,
        right_in_a_row,
        return_on: Some(day(returns)).filter(|_| what & RETURNS != 0),
        last_right: what & RIGHT != 0,
        last_sure: what & SURE != 0,
        luck: f32::from_bits(luck),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_packed_comes_back(
            memory in proptest::option::of((0.01_f32..1e6, 1.0_f32..10.0)),
            (moved, last, due) in any::<(i32, i32, i32)>(),
            (reviews, lapses, right_in_a_row) in any::<(u32, u32, u32)>(),
            return_on in any::<Option<i32>>(),
            (last_right, last_sure) in any::<(bool, bool)>(),
            luck in 0.0_f32..1.0,
        ) {
            let memory = memory.map(|(stability, difficulty)| Memory { stability, difficulty });
            let (moved, last, due, return_on) = (Day(moved), Day(last), Day(due), return_on.map(Day));
            let track = Track { memory, moved, last, due, reviews, lapses, right_in_a_row, return_on, last_right, last_sure, luck };
            prop_assert_eq!(unpack(&pack(&track)), Some(track));
            prop_assert_eq!(unpack(&pack(&track)[1..]), None);
        }
    }
}
