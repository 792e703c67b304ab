//! Calendar dates, such as the last day of a suppression. Knows no clock: callers supply today's date.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Days from 1 March of the year 0 to 1 January 1970, in the calendar that is used today.
const DAYS_TO_1970: i64 = 719_468;

/// Days in 400 years, after which the calendar repeats.
const DAYS_PER_ERA: i64 = 146_097;

/// A day, written as `2027-03-01`.
///
/// ```
/// let day: bylint::Date = "2027-03-01".parse()?;
/// assert!(day > "2026-12-31".parse()?);
/// assert!("2027-02-30".parse::<bylint::Date>().is_err());
/// # Ok::<(), bylint::InvalidDate>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// The error for text that is not a calendar date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a date such as 2027-03-01")]
pub struct InvalidDate;

impl Date {
    /// Returns the date that is `days` after 1 January 1970, or before it if `days` is negative. Clamped to the years 0 to
    /// 9999.
    ///
    /// # Panics
    /// Never: year, month and day fit into their types.
    #[must_use]
    pub fn from_days(days: i64) -> Self {
        // Howard Hinnant, "chrono-compatible low-level date algorithms": years that begin in March end with the leap day.
        let first = Self { year: 0, month: 1, day: 1 };
        let last = Self { year: 9999, month: 12, day: 31 };
        if days <= first.days() {
            return first;
        }
        if days >= last.days() {
            return last;
        }
        let days = days + DAYS_TO_1970;
        let (era, day_of_era) = (days.div_euclid(DAYS_PER_ERA), days.rem_euclid(DAYS_PER_ERA));
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = (month_from_march + 2) % 12 + 1;
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let fits = "the parts of a day between the years 0 and 9999 are small";
        Self {
            year: u16::try_from(year).expect(fits),
            month: u8::try_from(month).expect(fits),
            day: u8::try_from(day).expect(fits),
        }
    }

    /// Returns the number of days from 1 January 1970 to this date; negative for earlier dates.
    #[must_use]
    pub fn days(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        era * DAYS_PER_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - DAYS_TO_1970
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

impl TryFrom<String> for Date {
    type Error = InvalidDate;

    fn try_from(text: String) -> Result<Self, InvalidDate> {
        text.parse()
    }
}

impl FromStr for Date {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        let mut parts = text.splitn(3, '-');
        let mut number = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()));
            part.and_then(|part| part.parse::<u16>().ok()).ok_or(InvalidDate)
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let narrow = |number: u16| u8::try_from(number).map_err(|_| InvalidDate);
        let date = Self { year, month: narrow(month)?, day: narrow(day)? };
        // A day that its month does not have, such as 31 April, converts back to a day of the next month.
        if (1..=12).contains(&month) && Self::from_days(date.days()) == date { Ok(date) } else { Err(InvalidDate) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_dates_are_parsed_and_formatted_and_others_refused() {
        for text in ["2027-03-01", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31", "1970-01-01"] {
            assert_eq!(text.parse::<Date>().map(|date| date.to_string()), Ok(text.to_owned()));
        }
        for text in [
            "",
            "2027",
            "2027-3-1",
            "2027-13-01",
            "2027-00-01",
            "2027-01-00",
            "2027-04-31",
            "2023-02-29",
            "1900-02-29",
            "2027-03-01-",
            "2027-03-01T00:00",
            "+027-03-01",
            "2027/03/01",
            "٢٠٢٧-03-01",
            "2027-03-300",
        ] {
            assert_eq!(text.parse::<Date>(), Err(InvalidDate), "{text}");
        }
    }

    #[test]
    fn consecutive_day_numbers_give_consecutive_dates() {
        let mut last = Date::from_days(-800_000);
        for days in -719_528..=300_000 {
            let date = Date::from_days(days);
            assert!(last <= date && date.days() == days, "{last} {date} {days}");
            assert_eq!(date.to_string().parse(), Ok(date));
            last = date;
        }
        assert_eq!(Date::from_days(0).to_string(), "1970-01-01");
        assert_eq!(Date::from_days(20_000).to_string(), "2024-10-04");
        assert_eq!(Date::from_days(i64::MAX).to_string(), "9999-12-31");
        assert_eq!(Date::from_days(i64::MIN).to_string(), "0000-01-01");
    }
}
