import Benchmarks
import Encodings
import Platform

/// `glyphlab reproduce` in a process of its own, for a bench.
enum BenchProcess {
    private static let outputByteCountMax = 16 << 20
    private static let secondsMax = 3600

    /// **Throws:** ``Failure`` where the process ends otherwise than a receipt does.
    static func run(_ request: SeparateRun.Request, model: String) throws -> SeparateRun {
        let watch = Stopwatch()
        let arguments = [
            "reproduce", "--model=\(model)", "--format=json", "--backend=\(request.backend)",
            "--prompts=\(request.promptCount)", "--batch=\(request.batchPromptCount)",
            "--threads=\(request.threadCount)", request.usesCache ? "--cache" : "--no-cache",
        ]
        let process = try ChildProcess(
            program: Machine.executablePath, arguments: arguments, silenceSeconds: secondsMax,
            deadlineSeconds: secondsMax, variables: ["GLYPHLAB_HOUSE", "OPENBLAS_CORETYPE"])
        let (output, code) = try process.output(byteCountMax: outputByteCountMax)
        let nanoseconds = watch.nanoseconds
        // 2: proved, and nothing is pinned to compare it with.
        guard [Outcome.holds, .inconclusive].contains(where: { $0.rawValue == code }),
            let json = try? JSONParser.parse(output, byteCountMax: outputByteCountMax),
            let proofs = json.member("proofs")?.arrayValue?.compactMap(\.stringValue),
            let tokenCount = json.member("token_count")?.integerValue,
            let isCached = json.member("integers_from_cache")?.booleanValue,
            proofs.count == request.promptCount
        else {
            throw Failure(
                outcome: .labFault,
                message: "bench: expected a receipt from 'glyphlab "
                    + "\(arguments.joined(separator: " "))', got exit \(code)")
        }
        return SeparateRun(
            proofHashes: proofs, tokenCount: tokenCount,
            memoryBytesPeak: json.member("memory_peak_bytes")?.integerValue, isCached: isCached,
            nanoseconds: nanoseconds)
    }
}
