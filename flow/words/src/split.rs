//! Splitting a whole into parts without creating or losing a unit.

/// `total` in parts proportional to `weights`, by the largest remainder (Hamilton's method): each part is the floor
/// of its exact share or one more, and the parts sum to `total`. Of equal remainders the earlier part is served
/// first. With no weight above zero nothing is given to anybody.
pub fn split(total: i64, weights: &[u64]) -> Vec<i64> {
    let sum: u128 = weights.iter().map(|&weight| u128::from(weight)).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let size = u128::from(total.unsigned_abs());
    let exact = weights.iter().map(|&weight| size * u128::from(weight));
    let (mut parts, rests): (Vec<u128>, Vec<u128>) = exact.map(|exact| (exact / sum, exact % sum)).unzip();
    let mut left = size - parts.iter().sum::<u128>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&place| (std::cmp::Reverse(rests[place]), place));
    for place in order {
        if left == 0 {
            break;
        }
        parts[place] += 1;
        left -= 1;
    }
    // No part exceeds the whole, which fitted.
    parts.into_iter().map(|part| (part as i64).wrapping_mul(total.signum())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_largest_remainders_are_served_first() {
        assert_eq!(split(1_000_000, &[1, 1, 1]), [333_334, 333_333, 333_333]);
        assert_eq!(split(100, &[2, 1]), [67, 33]);
        assert_eq!(split(-7, &[1, 1]), [-4, -3]);
        assert_eq!(split(5, &[0, 0]), [0, 0]);
        assert_eq!(split(0, &[]), [0i64; 0]);
    }

    proptest! {
        #[test]
        fn no_unit_is_made_or_lost(total: i64, weights in prop::collection::vec(any::<u64>(), 1..20)) {
            let parts = split(total, &weights);
            let sum: i128 = parts.iter().map(|&part| i128::from(part)).sum();
            let whole: u128 = weights.iter().map(|&weight| u128::from(weight)).sum();
            prop_assert_eq!(sum, if whole == 0 { 0 } else { i128::from(total) });
            for (part, weight) in parts.iter().zip(&weights) {
                let size = u128::from(total.unsigned_abs()) * u128::from(*weight);
                if let Some(floor) = size.checked_div(whole) {
                    prop_assert!((floor..=floor + 1).contains(&u128::from(part.unsigned_abs())));
                }
            }
        }
    }
}
