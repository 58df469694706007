//! How a policy's model shares a conversion among its eligible touches.

use program::Model;
use std::cmp::Reverse;
use words::{Instant, MICROS_PER_DAY, MILLION, split};

/// Of a hundred: the first and the last touch of the position-based model, 40/20/40.
const POSITION_END: u64 = 40;
const POSITION_MIDDLE: u64 = 20;
/// Weights of the time decay model are 62-bit fractions: 1 is 2⁶².
const ONE: u128 = 1 << 62;
/// How many binary digits of a fraction of a half-life count.
const DECAY_DIGITS: usize = 32;

/// The shares of eligible touches in millionths, in the order given; they sum to a million, or there are no touches.
/// `touches` are (time, class strength) in their own order: by time, then by their keys.
pub(crate) fn shares<C: Ord + Copy>(
    model: Model,
    half_life_days: u32,
    touches: &[(Instant, C)],
    at: Instant,
) -> Vec<u32> {
    let places = 0..touches.len();
    let weights: Vec<u64> = match model {
        // At equal time the stronger class is the last, and the first; at equal class the greater key is the last and
        // the lesser the first.
        Model::LastTouch => only(places.clone().max_by_key(|&place| (touches[place], place)), touches.len()),
        Model::FirstTouch => {
            let first =
                places.clone().min_by_key(|&place| (touches[place].0, Reverse(touches[place].1), place));
            only(first, touches.len())
        }
        Model::Linear => vec![1; touches.len()],
        Model::PositionBased => positions(touches.len()),
        Model::TimeDecay => {
            let ages: Vec<_> = touches.iter().map(|(occurred_at, _)| at.micros_since(*occurred_at)).collect();
            decay(&ages, i64::from(half_life_days) * MICROS_PER_DAY)
        }
    };
    split(i64::from(MILLION), &weights).into_iter().map(|part| part as u32).collect()
}

fn only(chosen: Option<usize>, count: usize) -> Vec<u64> {
    (0..count).map(|place| u64::from(Some(place) == chosen)).collect()
}

fn positions(count: usize) -> Vec<u64> {
    match count as u64 {
        0..=2 => vec![1; count],
        // The middle's part is shared by count − 2 touches: everything times that many stays whole.
        touches => {
            let middle = touches - 2;
            let weight = |place| match place {
                0 => POSITION_END * middle,
                place if place == count - 1 => POSITION_END * middle,
                _ => POSITION_MIDDLE,
            };
            (0..count).map(weight).collect()
        }
    }
}

/// 2^−(age ÷ half-life) of each age, in whole numbers so that every machine computes the same. Ages count from the
/// youngest touch on, so that however old all are, they still share.
fn decay(ages: &[i64], half_life: i64) -> Vec<u64> {
    let youngest = ages.iter().copied().min().unwrap_or(0);
    let roots = roots_of_a_half();
    let weight = |age: &i64| {
        let (age, half_life) = ((age - youngest).unsigned_abs(), half_life.max(1).unsigned_abs());
        let (halvings, mut rest) = (age / half_life, u128::from(age % half_life));
        let mut weight = ONE;
        for root in roots {
            rest *= 2;
            if rest >= u128::from(half_life) {
                rest -= u128::from(half_life);
                weight = (weight * root) >> 62;
            }
        }
        weight.checked_shr(u32::try_from(halvings).unwrap_or(u32::MAX)).unwrap_or(0) as u64
    };
    ages.iter().map(weight).collect()
}

/// 2^−½, 2^−¼, 2^−⅛ …, each the square root of the one before.
fn roots_of_a_half() -> [u128; DECAY_DIGITS] {
    let mut root = ONE / 2;
    std::array::from_fn(|_| {
        root = (root << 62).isqrt();
        root
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> Instant {
        Instant::from_micros(day * MICROS_PER_DAY)
    }

    fn shared(model: Model, days: &[i64]) -> Vec<u32> {
        let touches: Vec<_> = days.iter().map(|&day| (at(day), 0)).collect();
        shares(model, 7, &touches, at(100))
    }

    #[test]
    fn each_model_shares_as_it_is_known_to() {
        let days = [10, 86, 93, 100];
        assert_eq!(shared(Model::LastTouch, &days), [0, 0, 0, 1_000_000]);
        assert_eq!(shared(Model::FirstTouch, &days), [1_000_000, 0, 0, 0]);
        assert_eq!(shared(Model::Linear, &days), [250_000; 4]);
        assert_eq!(shared(Model::PositionBased, &days), [400_000, 100_000, 100_000, 400_000]);
        assert_eq!(shared(Model::PositionBased, &days[..2]), [500_000; 2]);
        assert_eq!(shared(Model::TimeDecay, &[86, 93, 100]), [142_857, 285_714, 571_429], "1 : 2 : 4");
        assert_eq!(shared(Model::TimeDecay, &[-600, -600]), [500_000; 2], "old ones share too");
    }

    /// The fractions against 64-bit floats, which are right to some fifteen digits.
    #[test]
    fn decay_is_two_to_the_minus_age_by_half_life() {
        let half_life = 7 * MICROS_PER_DAY;
        for hours in [0i64, 1, 5, 36, 83, 84, 100, 167, 168, 169, 500, 2_000] {
            let age = hours * 3_600_000_000;
            let weight = decay(&[0, age], half_life)[1] as f64 / ONE as f64;
            let known = (-(age as f64) / half_life as f64).exp2();
            assert!((weight - known).abs() < 1e-9, "{hours} hours: {weight}, not {known}");
        }
    }

    #[test]
    fn at_the_same_moment_the_stronger_evidence_is_the_last_and_the_first() {
        let touches = [(at(1), 1), (at(1), 2), (at(1), 2)];
        assert_eq!(shares(Model::LastTouch, 7, &touches, at(1)), [0, 0, 1_000_000]);
        assert_eq!(shares(Model::FirstTouch, 7, &touches, at(1)), [0, 1_000_000, 0]);
    }
}
