/// Moments as people write them, without a locale or a table of time zones.
public enum UTCTime {
    private static let secondsPerDay = 86_400
    /// The calendar repeats itself after 400 years.
    private static let daysPerCycle = 146_097
    /// From 1 March of the year 0 to 1 January 1970.
    private static let daysBefore1970 = 719_468

    /// "2026-11-28T10:06:34Z": ISO 8601, of the years 0 to 9999.
    public static func text(secondsSince1970 seconds: Int) -> String {
        let second = remainder(seconds, secondsPerDay)
        let date = date(day: (seconds - second) / secondsPerDay)
        let clock = [second / 3600, second / 60 % 60, second % 60].map { digits($0, 2) }
        return "\(digits(date.year, 4))-\(digits(date.month, 2))-\(digits(date.day, 2))"
            + "T\(clock.joined(separator: ":"))Z"
    }

    /// "Sat, 28 Nov 2026 10:06:34 GMT": the date of a message of HTTP, of the years 0 to 9999.
    /// Source: RFC 9110, section 5.6.7.
    public static func httpText(secondsSince1970 seconds: Int) -> String {
        let second = remainder(seconds, secondsPerDay)
        let day = (seconds - second) / secondsPerDay
        let date = date(day: day)
        let clock = [second / 3600, second / 60 % 60, second % 60].map { digits($0, 2) }
        // The first of January 1970 was a Thursday.
        return "\(weekdays[remainder(day + 4, 7)]), \(digits(date.day, 2)) "
            + "\(months[date.month - 1]) \(digits(date.year, 4)) "
            + "\(clock.joined(separator: ":")) GMT"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Years begin in March here, so that a leap day ends one, and months have lengths that repeat
    /// after five: 153 days.
    private static func date(day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + daysBefore1970
        let dayOfCycle = remainder(shifted, daysPerCycle)
        let cycle = (shifted - dayOfCycle) / daysPerCycle
        let leapDays = dayOfCycle / 1_460 - dayOfCycle / 36_524 + dayOfCycle / (daysPerCycle - 1)
        let yearOfCycle = (dayOfCycle - leapDays) / 365
        let dayOfYear =
            dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (
            year: 400 * cycle + yearOfCycle + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        )
    }

    private static func remainder(_ value: Int, _ divisor: Int) -> Int {
        let rest = value % divisor
        return rest < 0 ? rest + divisor : rest
    }

    private static func digits(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
