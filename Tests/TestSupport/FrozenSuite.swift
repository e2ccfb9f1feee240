internal import Encodings
internal import Foundation

/// The frozen outcome of the attack suite, `Goldens/attack-suite.json`: a line for each trial,
/// each guard that is taken out, and some runs of honest use.
public enum FrozenSuite {
    /// The lines of one member.
    public static func lines(_ member: String) throws -> [String] {
        let url = Vectors.house.appending(path: "Goldens/attack-suite.json")
        return try JSONParser.parse(Array(Data(contentsOf: url)), byteCountMax: 1 << 20)
            .at(member).elements().map { try $0.string() }
    }

    /// The lines that stand in one list alone, so that a failure names them.
    public static func difference(_ lines: [String], _ golden: [String]) -> [String] {
        let (these, those) = (Set(lines), Set(golden))  // membership only, never iterated
        return lines.filter { !those.contains($0) }.map { "new: \($0)" }
            + golden.filter { !these.contains($0) }.map { "gone: \($0)" }
    }
}
