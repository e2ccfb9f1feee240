import Foundation
import Platform
import TestSupport
import Testing

@Suite("Moments as texts")
struct UTCTimeTests {
    @Test(
        "Moments around leap days, years and the epoch",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"), (1_709_164_800, "2024-02-29T00:00:00Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
            (1_795_860_394, "2026-11-28T10:06:34Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
            (-62_167_219_200, "0000-01-01T00:00:00Z"),
        ])
    func known(seconds: Int, text: String) {
        #expect(UTCTime.text(secondsSince1970: seconds) == text)
    }

    @Test("The C library's calendar says the same")
    func library() {
        let seed: UInt64 = 13
        var random = SeededGenerator(seed: seed)
        for _ in 0..<5_000 {
            let seconds = Int.random(in: -62_167_219_200...253_402_300_799, using: &random)
            var moment = time_t(seconds)
            var parts = unsafe tm()
            unsafe gmtime_r(&moment, &parts)
            let expected = unsafe String(
                format: "%04d-%02d-%02dT%02d:%02d:%02dZ", parts.tm_year + 1900, parts.tm_mon + 1,
                parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec)
            #expect(
                UTCTime.text(secondsSince1970: seconds) == expected,
                "seed \(seed), \(seconds) seconds")
            var buffer = [CChar](repeating: 0, count: 64)
            _ = unsafe strftime(&buffer, buffer.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
            let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            guard seconds >= -30_610_224_000 else { continue }  // years of less than four digits
            #expect(
                UTCTime.httpText(secondsSince1970: seconds)
                    == String(decoding: bytes, as: UTF8.self), "seed \(seed), \(seconds) seconds")
        }
    }
}
