//! Keys of the compiled word table: how a spelling is folded into a key, and in which slot of the table the key is.
//!
//! The build script compiles this file too, so that the same code writes and reads the table. It works on bytes and characters
//! and uses no other module.

/// The maximum length of a key in bytes. Longer words are not looked up.
pub(crate) const MAX_KEY_LEN: usize = 32;

/// Flag: the word is in the dictionary, in lower case.
pub(crate) const WORD: u8 = 1;
/// Flag: the word is in the large dictionaries only. It is English, but more often a slip for another word.
pub(crate) const RARE: u8 = 2;
/// Flag: a name of a person, place, firm or people, or another name with a capital.
pub(crate) const NAME: u8 = 4;
/// Flag: a slip that many writers make.
pub(crate) const SLIP: u8 = 8;
/// Flag: a word of another language that English writers use, alone or in a phrase ("de facto").
pub(crate) const LOAN: u8 = 16;
/// Flag: a word that is known but never suggested, since the suggestion would be an insult.
pub(crate) const UNSAID: u8 = 32;

/// The size of a slot in bytes: four for the fingerprint, one for the flags, one for the frequency class.
pub(crate) const SLOT: usize = 6;

/// Folds a word into a key: lower case, without accents, with straight apostrophes. `Zoë’s` becomes `zoe's`. `None` if a
/// character cannot be in an English key, such as a digit or a Cyrillic letter.
pub(crate) fn fold(text: &str) -> Option<String> {
    let mut key = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'a'..='z' | '\'' => key.push(c),
            'A'..='Z' => key.push(c.to_ascii_lowercase()),
            '’' | 'ʼ' => key.push('\''),
            // Soft hyphens and zero-width joiners are layout. Combining accents follow their plain letter. Both are dropped.
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{300}'..='\u{36f}' => {}
            _ => key.push_str(plain_letters(c)?),
        }
    }
    Some(key)
}

/// The bytes of a key, padded with zeros for hashing.
pub(crate) type Padded = [u8; MAX_KEY_LEN];

/// Pads a key of at most [`MAX_KEY_LEN`] bytes with zeros.
pub(crate) fn pad(key: &[u8]) -> Padded {
    let mut padded = [0; MAX_KEY_LEN];
    padded[..key.len()].copy_from_slice(key);
    padded
}

/// The 64-bit hash of a key. Its low half is the fingerprint; its high half selects the slot. Keys have no zero bytes, so the
/// length need not be hashed.
pub(crate) fn hash(key: &Padded) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut state = FACTOR;
    for eight in key.as_chunks::<8>().0 {
        let eight = u64::from_le_bytes(*eight);
        if eight == 0 {
            break;
        }
        state = (state ^ eight).wrapping_mul(FACTOR);
        state ^= state >> 29;
    }
    state = state.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state ^ (state >> 32)
}

/// The first slot to try for a hash in a table of `slots` slots. The following slots are tried next, wrapping around at the end.
pub(crate) fn slot(hash: u64, slots: usize) -> usize {
    (((hash >> 32) * slots as u64) >> 32) as usize
}

/// The number of the commonest words, which have a table of their own that is searched first. Most words of a draft are in it,
/// and it fits into the cache of a CPU core.
pub(crate) const FREQUENT: usize = 8192;

/// The number of slots in the table of the commonest words. Half of them are free, so that a search for another word ends early.
pub(crate) const FREQUENT_SLOTS: usize = 2 * FREQUENT;

/// The size in bytes of the filter of dictionary words. It fits into the cache of a CPU core, and a tenth of its bits are set.
pub(crate) const FILTER: usize = 1 << 17;

/// The byte and the bit of the filter for a hash.
pub(crate) fn filter_bit(hash: u64) -> (usize, u8) {
    let bit = hash as usize % (FILTER * 8);
    (bit / 8, 1 << (bit % 8))
}

/// A letter without its accent, for the Latin alphabets of Europe and Turkey, and for Vietnamese names and loanwords.
fn plain_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å' | 'À'..='Å' | 'ā' | 'Ā' | 'ă' | 'Ă' | 'ą' | 'Ą' | 'ǎ' | 'Ǎ' | 'ạ' | 'ả' | 'ấ' | 'ầ' => {
            "a"
        }
        'ç' | 'Ç' | 'ć' | 'Ć' | 'ĉ' | 'Ĉ' | 'ċ' | 'Ċ' | 'č' | 'Č' => "c",
        'ď' | 'Ď' | 'đ' | 'Đ' | 'ð' | 'Ð' | 'ḍ' | 'Ḍ' => "d",
        'è'..='ë'
        | 'È'..='Ë'
        | 'ē'
        | 'Ē'
        | 'ĕ'
        | 'Ĕ'
        | 'ė'
        | 'Ė'
        | 'ę'
        | 'Ę'
        | 'ě'
        | 'Ě'
        | 'ế'
        | 'ễ'
        | 'ệ'
        | 'ə'
        | 'Ə' => "e",
        'ĝ' | 'Ĝ' | 'ğ' | 'Ğ' | 'ġ' | 'Ġ' | 'ģ' | 'Ģ' => "g",
        'ĥ' | 'Ĥ' | 'ħ' | 'Ħ' | 'ḥ' | 'Ḥ' | 'ḩ' | 'Ḩ' => "h",
        'ì'..='ï' | 'Ì'..='Ï' | 'ĩ' | 'Ĩ' | 'ī' | 'Ī' | 'į' | 'Į' | 'ı' | 'İ' | 'ị' => "i",
        'ĵ' | 'Ĵ' => "j",
        'ķ' | 'Ķ' => "k",
        'ĺ' | 'Ĺ' | 'ļ' | 'Ļ' | 'ľ' | 'Ľ' | 'ł' | 'Ł' => "l",
        'ñ' | 'Ñ' | 'ń' | 'Ń' | 'ņ' | 'Ņ' | 'ň' | 'Ň' => "n",
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō' | 'Ō' | 'ő' | 'Ő' | 'ơ' | 'Ơ' | 'ồ' | 'ổ' | 'ộ' | 'ọ' => {
            "o"
        }
        'ŕ' | 'Ŕ' | 'ř' | 'Ř' => "r",
        'ś' | 'Ś' | 'ŝ' | 'Ŝ' | 'ş' | 'Ş' | 'š' | 'Š' | 'ș' | 'Ș' | 'ṣ' | 'Ṣ' => "s",
        'ţ' | 'Ţ' | 'ť' | 'Ť' | 'ț' | 'Ț' | 'ṭ' | 'Ṭ' => "t",
        'ù'..='ü' | 'Ù'..='Ü' | 'ũ' | 'Ũ' | 'ū' | 'Ū' | 'ŭ' | 'Ŭ' | 'ů' | 'Ů' | 'ű' | 'Ű' | 'ų' | 'Ų' | 'ư' | 'Ư' => {
            "u"
        }
        'ŵ' | 'Ŵ' => "w",
        'ý' | 'Ý' | 'ÿ' | 'Ÿ' | 'ŷ' | 'Ŷ' => "y",
        'ź' | 'Ź' | 'ż' | 'Ż' | 'ž' | 'Ž' | 'ẓ' | 'Ẓ' => "z",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ß' => "ss",
        'þ' | 'Þ' => "th",
        'ʻ' | 'ʿ' | 'ʾ' => "",
        _ => return None,
    })
}
