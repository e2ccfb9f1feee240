internal import PythonValues

/// Times as tokens spell them: `str(datetime)` in UTC.
enum TokenTime {
    /// Dates from 0001 to 9999, which alone `datetime` has.
    private static let secondsMax = 253_402_300_799.0

    /// The time a minute after `now`.
    ///
    /// **Throws:** ``PythonError`` for times that no date tells.
    static func expiration(now: PythonFloat) throws(PythonError) -> [UInt8] {
        guard now.value.magnitude < secondsMax else { throw .value("year is out of range") }
        let whole = now.value.rounded(.down)
        var seconds = Int(whole) + 60
        var micros = Int(((now.value - whole) * 1e6).rounded(.toNearestOrEven))
        if micros >= 1_000_000 {
            seconds += 1
            micros -= 1_000_000
        }
        let day = seconds.quotient(flooring: 86400)
        let second = seconds - day * 86400
        let (year, month, date) = civil(day: day)
        guard (1...9999).contains(year) else { throw .value("year is out of range") }
        var text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(date, 2)) "
        text += [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }
            .joined(separator: ":")
        if micros > 0 { text += "." + padded(micros, 6) }
        return Array((text + "+00:00").utf8)
    }

    private static func padded(_ number: Int, _ digitCount: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(digitCount - digits.count, 0)) + digits
    }

    /// The date of a day counted from 1970. **Source:** H. Hinnant, `civil_from_days`.
    private static func civil(day: Int) -> (year: Int, month: Int, date: Int) {
        let shifted = day + 719_468
        let era = shifted.quotient(flooring: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let date = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, date)
    }
}

extension Int {
    fileprivate func quotient(flooring divisor: Int) -> Int {
        self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
    }
}
