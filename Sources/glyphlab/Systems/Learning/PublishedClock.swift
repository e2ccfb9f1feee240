import PythonValues

import enum PublishedGateways.ClockReading

/// The clock of a published node: seconds since 1970.
enum PublishedClock {
    static var now: PythonFloat { ClockReading.now }

    static func seconds(milliseconds: Int) -> PythonFloat {
        ClockReading.seconds(milliseconds: milliseconds)
    }
}
