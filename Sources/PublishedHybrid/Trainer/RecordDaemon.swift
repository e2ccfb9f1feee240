package import BigInt
package import PythonValues

/// The settings of the published record daemon, from its arguments.
///
/// The size of buckets, autonat and the directory have no effect but that the directory is made.
package struct RecordDaemonSettings: Sendable {
    package let host: PythonText
    package let port: BigInt
    package let isSolo: Bool
    package let bootstrap: [PythonText]
    package let bucketSize: BigInt
    package let directory: PythonText
    package let triesAutonat: Bool

    package enum Failure: Error, Sendable {
        case exit(code: Int)
        case exception(PythonError)
    }

    private static let options: [(name: String, kind: ArgumentReader.Kind)] = [
        ("--listen", .text), ("--solo", .flag), ("--bootstrap", .texts), ("--k-size", .integer),
        ("--persistence-dir", .text), ("--no-autonat", .flag),
        ("--log-level", .choice(["DEBUG", "INFO", "WARNING", "ERROR"])),
    ]

    private static let colon: UInt32 = 0x3A

    package init(arguments: [PythonText]) throws(Failure) {
        let reader: ArgumentReader
        do throws(ArgumentReader.Exit) {
            reader = try ArgumentReader(Self.options, arguments: arguments)
            bucketSize = try reader.integer("--k-size") ?? 20
        } catch {
            throw .exit(code: error.code)
        }
        isSolo = reader.isGiven("--solo")
        bootstrap = reader.texts("--bootstrap") ?? []
        directory = reader.text("--persistence-dir") ?? PythonText("/dht_db")
        triesAutonat = !reader.isGiven("--no-autonat")
        let listen = (reader.text("--listen") ?? PythonText("0.0.0.0:13337")).codePoints
        let place = listen.lastIndex(of: Self.colon)
        host = place.map { PythonText(codePoints: Array(listen[..<$0])) } ?? PythonText("0.0.0.0")
        let digits = place.map { listen[($0 + 1)...] } ?? listen[...]
        do throws(PythonError) {
            port = try PythonText(codePoints: Array(digits)).integer()
        } catch {
            throw .exception(error)
        }
    }
}
