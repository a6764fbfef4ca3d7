//! Points in time, dates, times of day and durations.

use jiff::civil;
use jiff::tz::Offset;
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};

use super::lexical::{Lexical, LexicalValue};

/// `Edm.DateTimeOffset`: a [`jiff::Timestamp`] that remembers offset and fraction as they came.
///
/// A text without an offset is taken as UTC. The last day of the year 9999, which services send for
/// "never" and which is past jiff's range, becomes [`Timestamp::MAX`]; the text is kept.
pub type DateTimeOffset = Lexical<Timestamp>;
/// `Edm.Date`: a [`jiff::civil::Date`].
pub type Date = Lexical<civil::Date>;
/// `Edm.TimeOfDay`: a [`jiff::civil::Time`].
pub type TimeOfDay = Lexical<civil::Time>;
/// `Edm.Duration`: a [`jiff::Span`]. Two durations are equal if they last equally long, a day being
/// 24 hours; with months or years, if they have the same units.
pub type Duration = Lexical<Span>;

impl LexicalValue for Timestamp {
    const WANTED: &'static str = "a date and time with an offset";

    fn parse(text: &str) -> Option<Self> {
        if let Ok(value) = text.parse() {
            return Some(value);
        }
        // jiff refuses to guess the offset of civil times, so a `Z` is cut off for it.
        let local: civil::DateTime = text.strip_suffix(['Z', 'z']).unwrap_or(text).parse().ok()?;
        if text.contains('[') {
            return None;
        }
        Some(Offset::UTC.to_timestamp(local).unwrap_or(if local.year() > 0 {
            Self::MAX
        } else {
            Self::MIN
        }))
    }

    fn is_own_form(&self, text: &str) -> bool {
        // Both ends of the range also stand for what is past them.
        let is_limit = *self == Self::MAX || *self == Self::MIN;
        (is_usual_form(text) && !is_limit) || self.to_string() == text
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

/// Whether this text of a timestamp is how jiff writes one, as nearly all are:
/// `2020-07-06T06:34:12Z`. Looking is cheaper than writing and comparing.
fn is_usual_form(text: &str) -> bool {
    const SHAPE: &[u8] = b"0000-00-00T00:00:00Z";
    let same_shape = |(&byte, &shape): (&u8, &u8)| match shape {
        b'0' => byte.is_ascii_digit(),
        shape => byte == shape,
    };
    // A leap second is read as the second before it.
    text.len() == SHAPE.len()
        && text.as_bytes()[17] < b'6'
        && text.as_bytes().iter().zip(SHAPE).all(same_shape)
}

impl LexicalValue for civil::Date {
    const WANTED: &'static str = "a date";

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl LexicalValue for civil::Time {
    const WANTED: &'static str = "a time of day";

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl LexicalValue for Span {
    const WANTED: &'static str = "an ISO 8601 duration";

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn same(&self, other: &Self) -> bool {
        match (length(self), length(other)) {
            (Some(one), Some(two)) => one == two,
            _ => self.fieldwise() == other.fieldwise(),
        }
    }
}

fn length(span: &Span) -> Option<SignedDuration> {
    span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip<T: LexicalValue>(text: &str) -> Lexical<T> {
        let json = format!("\"{text}\"");
        let value: Lexical<T> = serde_json::from_str(&json).expect(text);
        assert_eq!(serde_json::to_string(&value).expect(text), json);
        value
    }

    #[test]
    fn times_come_back_as_they_came() {
        let utc = round_trip::<Timestamp>("2020-07-06T06:34:12.2300000Z");
        let local = round_trip::<Timestamp>("2020-07-06T09:34:12.23+03:00");
        assert_eq!(utc, local);
        assert_ne!(utc, round_trip("2020-07-06T06:34:12.2300001Z"));
        round_trip::<Timestamp>("0001-01-01T00:00:00Z");
        round_trip::<Timestamp>("2016-12-31T23:59:60Z");
        assert_eq!(*round_trip::<Timestamp>("9999-12-31T23:59:59.9999999Z"), Timestamp::MAX);
        assert_eq!(*round_trip::<Timestamp>("9999-12-31T23:59:59Z"), Timestamp::MAX);
        assert_eq!(
            round_trip::<Timestamp>("2020-07-06T06:34:12"),
            round_trip("2020-07-06T06:34:12Z")
        );
    }

    #[test]
    fn refuses_other_text() {
        for text in ["", "String (timestamp)", "2020-13-01T00:00:00Z", "12:00"] {
            assert!(text.parse::<DateTimeOffset>().is_err(), "{text}");
        }
        assert!("2020-02-30".parse::<Date>().is_err());
        assert!("25:00".parse::<TimeOfDay>().is_err());
        assert!("1 hour and a half".parse::<Date>().is_err());
    }

    #[test]
    fn dates_times_durations() {
        round_trip::<civil::Date>("2020-02-29");
        round_trip::<civil::Time>("08:00:00.0000000");
        round_trip::<Span>("P1Y2M");
        round_trip::<Span>("-PT5M");
        assert_eq!(round_trip::<Span>("PT90M"), round_trip("PT1H30M"));
        assert_eq!(round_trip::<Span>("P1D"), round_trip("PT24H"));
        assert_ne!(round_trip::<Span>("P1M"), round_trip("P30D"));
    }
}
