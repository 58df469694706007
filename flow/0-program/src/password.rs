//! What a password must be.

use words::Invalid;

pub const PASSWORD_CHARACTERS_MIN: usize = 10;
pub const PASSWORD_CHARACTERS_MAX: usize = 200;

/// Passwords that many people have, and the words that many more are made of, in lower case and sorted: the entries of
/// Django's `common-passwords.txt` (20,000 passwords from breaches, collected by Royce Williams) that are long enough to
/// be a password here, and the words of letters among the first 5,000.
const COMMON: &str = include_str!("common_passwords.txt");

/// A password is long enough, not endless, not the address it belongs to, and not one that guessers try first. Nothing else
/// is asked of it: rules about signs make people write them down (NIST SP 800-63B, 3.1.1.2).
pub fn check_password(field: &'static str, password: &str, email: &str) -> Result<(), Invalid> {
    let characters = password.chars().count();
    let fits = (PASSWORD_CHARACTERS_MIN..=PASSWORD_CHARACTERS_MAX).contains(&characters);
    if !fits || is_monotone(password) || is_of(password, email) {
        let expected = format!(
            "{PASSWORD_CHARACTERS_MIN} to {PASSWORD_CHARACTERS_MAX} characters, not one repeated and not the \
             e-mail address"
        );
        return Err(Invalid::new(field, expected));
    }
    if is_common(password) {
        let expected =
            "a password that is not among the most common ones; three or four unrelated words are a good one";
        return Err(Invalid::new(field, expected));
    }
    Ok(())
}

fn is_monotone(password: &str) -> bool {
    let mut signs = password.chars();
    let first = signs.next();
    signs.all(|sign| Some(sign) == first)
}

fn is_of(password: &str, email: &str) -> bool {
    password.trim().eq_ignore_ascii_case(email.trim())
}

/// Whether it is a common password, or a common word with signs before and after it, in capitals, with digits for letters,
/// or said twice.
fn is_common(password: &str) -> bool {
    let lower = password.trim().to_lowercase();
    if is_listed(&lower) {
        return true;
    }
    let bare = |sign: char| !sign.is_alphabetic();
    let trimmed =
        lower.trim_matches(|sign: char| bare(sign) && !LETTERS.iter().any(|(as_sign, _)| *as_sign == sign));
    [lower.trim_matches(bare), lower.trim_end_matches(bare), trimmed].into_iter().any(|word| {
        let word: String = word.chars().map(as_letter).collect();
        is_listed(&word) || is_listed(once(&word))
    })
}

/// Signs that people put for letters.
const LETTERS: [(char, char); 8] =
    [('@', 'a'), ('4', 'a'), ('3', 'e'), ('1', 'i'), ('!', 'i'), ('0', 'o'), ('5', 's'), ('$', 's')];

fn as_letter(sign: char) -> char {
    LETTERS.iter().find(|(as_sign, _)| *as_sign == sign).map_or(sign, |(_, letter)| *letter)
}

/// One half of a text that says the same twice, else the text.
fn once(text: &str) -> &str {
    match text.split_at_checked(text.len() / 2) {
        Some((first, second)) if first == second => first,
        _ => text,
    }
}

fn is_listed(word: &str) -> bool {
    !word.is_empty() && COMMON.lines().any(|common| common == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_passwords_are_refused_in_every_dress_and_others_taken() {
        for refused in [
            "password1234",
            "Password1234",
            "PASSWORD1234!",
            "P@ssw0rd2024",
            "p4$$w0rd!!!!",
            "passwordpassword",
            "1234567890",
            "qwertyuiop",
            "Dragon2024!",
            "iloveyou10",
            " password1234 ",
            "!!!dragon!!!",
            "short",
            "aaaaaaaaaaaa",
            "Olive@Acme.example",
        ] {
            assert!(check_password("password", refused, "olive@acme.example").is_err(), "{refused}");
        }
        for taken in [
            "correct horse battery",
            "another horse battery",
            "demo-password",
            "a long password indeed",
            "tk7!vQz9-Lm2",
            "0123456789abcdef0123456789abcdef",
            "Dampfschifffahrt im Mai",
            "пароль длинный и свой",
        ] {
            assert_eq!(check_password("password", taken, "olive@acme.example"), Ok(()), "{taken}");
        }
        assert!(COMMON.lines().is_sorted() && COMMON.lines().count() > 4_000, "{}", COMMON.lines().count());
    }
}
