//! Texts as every bank of SEPA takes them: letters without marks, digits and a few signs (EPC217-08).

/// Writes a text in SEPA's characters: German letters as German does without them, others by what they sound like, signs
/// by the nearest that there is. Blanks in a row are one; at most so many characters.
pub(crate) fn sepa(text: &str, characters_max: usize) -> String {
    let mut written = String::new();
    for letter in text.chars() {
        match letter {
            'ä' => written.push_str("ae"),
            'ö' => written.push_str("oe"),
            'ü' => written.push_str("ue"),
            'Ä' => written.push_str("Ae"),
            'Ö' => written.push_str("Oe"),
            'Ü' => written.push_str("Ue"),
            'ß' => written.push_str("ss"),
            '\u{2068}' | '\u{2069}' | '\u{200b}'..='\u{200f}' => {}
            letter if letter.is_ascii() => written.push(plain(letter)),
            letter => {
                let sound = deunicode::deunicode_char(letter).unwrap_or(".");
                written.extend(sound.chars().map(plain));
            }
        }
    }
    let words: Vec<_> = written.split_ascii_whitespace().collect();
    let cut: String = words.join(" ").chars().take(characters_max).collect();
    // A reference is read as broken by slashes at its ends, or two in a row.
    let mut cut = cut.trim_matches(['/', ' ']).to_owned();
    while cut.contains("//") {
        cut = cut.replace("//", "/");
    }
    cut
}

/// The nearest of the signs that there are.
fn plain(letter: char) -> char {
    match letter {
        'a'..='z'
        | 'A'..='Z'
        | '0'..='9'
        | '/'
        | '-'
        | '?'
        | ':'
        | '('
        | ')'
        | '.'
        | ','
        | '\''
        | '+'
        | ' ' => letter,
        '&' => '+',
        '_' | '~' => '-',
        '"' | '`' => '\'',
        ';' => ',',
        '[' | '{' => '(',
        ']' | '}' => ')',
        '\\' | '|' => '/',
        letter if letter.is_whitespace() || letter.is_control() => ' ',
        _ => '.',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_europe_and_beyond_are_written_as_banks_take_them() {
        let cases = [
            ("Jürgen Groß & Söhne", "Juergen Gross + Soehne"),
            ("Łukasz Żółć, s.r.o.", "Lukasz Zolc, s.r.o."),
            ("Αθηνά Ωμέγα", "Athena Omega"),
            ("Владимир", "Vladimir"),
            ("O’Neill_Partners \"Ltd\"", "O'Neill-Partners 'Ltd'"),
            ("//Acme//Ltd/", "Acme/Ltd"),
            ("two\tblanks \u{202f} here", "two blanks here"),
        ];
        for (text, written) in cases {
            assert_eq!(sepa(text, 70), written);
        }
        assert_eq!(sepa(&"ß".repeat(70), 70).len(), 70, "what grows is cut");
    }

    proptest! {
        #[test]
        fn whatever_is_written_keeps_to_the_signs_and_the_length(text in "\\PC{0,200}", characters_max in 1usize..150) {
            let written = sepa(&text, characters_max);
            prop_assert!(written.len() <= characters_max && written.chars().all(|c| plain(c) == c));
            prop_assert!(!written.contains("//") && !written.starts_with('/') && !written.ends_with('/'));
        }
    }
}
