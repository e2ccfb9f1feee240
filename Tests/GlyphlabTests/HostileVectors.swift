import Encodings
import Foundation
import TestSupport
import Testing

/// A file that is no file of the chain's vectors, and the place where that shows.
struct HostileVectors: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let place: String

    var testDescription: String { name }

    private init(_ name: String, _ bytes: some Sequence<UInt8>, at place: String) {
        self.name = name
        self.bytes = Array(bytes)
        self.place = place
    }

    private init(_ name: String, _ text: String, at place: String) {
        self.init(name, text.utf8, at: place)
    }

    static let all: [HostileVectors] = texts + deep + numbers + shapes + models

    private static let texts = [
        HostileVectors("empty", "", at: "byte 0"),
        HostileVectors("white space", "  \n\t ", at: "byte 5"),
        HostileVectors("no UTF-8", [0x7B, 0xFF, 0x7D], at: "byte 1"),
        HostileVectors("a NUL", [0x7B, 0x00, 0x7D], at: "byte 1"),
        HostileVectors("a byte order mark", "\u{FEFF}{}", at: "byte 0"),
        HostileVectors("cut", Self.golden.prefix(40_000), at: "byte "),
        HostileVectors("two documents", "{}{}", at: "byte 2"),
        HostileVectors("a number", "7", at: "document"),
        HostileVectors("no members", "{}", at: "document"),
        HostileVectors("NaN", "NaN", at: "document"),
    ]

    private static let golden: [UInt8] = {
        let url = Vectors.house.appending(path: "Goldens/vectors/chain_rules.json")
        return (try? Array(Data(contentsOf: url))) ?? []
    }()

    private static let deep = [
        HostileVectors(
            "a million arrays", String(repeating: "[", count: 1_000_000), at: "byte 990"),
        HostileVectors(
            "a million objects", String(repeating: "{\"a\":", count: 1_000_000), at: "byte "),
        HostileVectors(
            "arrays as deep as may be",
            String(repeating: "[", count: 990) + String(repeating: "]", count: 990),
            at: "document"),
    ]

    private static let numbers = [
        HostileVectors(
            "4,301 digits", "{\"n\":1" + String(repeating: "0", count: 4_300) + "}",
            at: "byte 5"),
        HostileVectors(
            "a clock of 4,000 digits",
            "{\"cases\":[{\"block_errors\":[]}],\"clock\":1" + String(repeating: "0", count: 4_000)
                + "}", at: "document.clock"),
        HostileVectors(
            "a clock below 0", "{\"cases\":[{\"block_errors\":[]}],\"clock\":-1}",
            at: "document.clock"),
        HostileVectors(
            "a height beyond the chain",
            "{\"base\":\"../chain_rules.json\",\"clock\":1,\"cases\":[{\"height\":1e999}]}",
            at: "document.base"),
    ]

    private static let shapes = [
        HostileVectors(
            "cases that are a text", "{\"base\":\"b\",\"clock\":1,\"cases\":\"all\"}",
            at: "document.cases"),
        HostileVectors(
            "cases that are none", "{\"cases\":[{\"block_errors\":[]},7],\"clock\":1}",
            at: "document.cases"),
        HostileVectors(
            "no salts", "{\"genesis\":{},\"target_schedules\":[]}", at: "document"),
        HostileVectors(
            "a schedule with a target too few",
            """
            {"genesis":{},"salts":[],"header_hashes":[],"rewards":[],"total_supply_units":0,
            "target_schedules":[{"timestamps":[0,1],"targets":["f"],"work":["1","1"],
            "median_time_past":[0]}],"signatures":[]}
            """, at: "document.target_schedules[0].targets"),
        HostileVectors(
            "a chain that is none",
            "{\"chain\":7,\"clock_at_verification\":1}", at: "document.chain"),
        HostileVectors(
            "a model that nobody pinned",
            """
            {"chain":[],"clock_at_verification":1,"balances":{},"tip":"","chain_work":"",
            "model":"../../etc"}
            """, at: "document.model"),
    ]

    private static let models = [
        ("layers", "1000000000000"), ("layers", "-1"), ("layers", "1e3"), ("width", "63"),
        ("vocab", "1000001"), ("seed", "7"), ("int_weights_hash", "null"),
        ("file_sha256", "[]"), ("wide", "\"yes\""), ("exponents", "{\"wte\":64}"),
        ("cases", "[{}]"), ("receipt_100_hashes", "[]"),
    ].map { key, value in
        var members = [
            ("seed", "\"s\""), ("layers", "1"), ("width", "64"), ("heads", "1"),
            ("vocab", "256"), ("context", "64"), ("int_weights_hash", "\"00\""),
        ].filter { $0.0 != key }
        members.append((key, value))
        let text = members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",")
        return HostileVectors("a model with \(key) \(value)", "{\"m\":{\(text)}}", at: "document.m")
    }
}
