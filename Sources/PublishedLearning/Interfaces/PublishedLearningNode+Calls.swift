internal import BigInt
internal import PythonValues
internal import PythonWeb

/// JSON-RPC: one object a request; batches and notifications there are none.
extension PublishedLearningNode {
    private static let weiInCoin = PythonNumber.integer(BigInt(10).power(18))
    private static let networkVersion = PythonValue.text("1337")
    /// The code of every error.
    private static let errorCode = PythonValue.integer(-32603)
    private static let defaultGas = PythonValue.text("0x5208")

    /// **Throws:** ``SchemaError`` where the body is no object.
    func answerToCall(body: [UInt8], now: PythonFloat) throws -> PythonValue {
        let request = try RequestBody.object(body)
        let method = request["method"] ?? .none
        let parameters = request["params"] ?? .list([])
        var answer = PythonDictionary([
            "id": request["id"] ?? .integer(1), "jsonrpc": .text("2.0"),
        ])
        do throws(CallFailure) {
            answer["result"] = try result(method, parameters)
        } catch {
            answer["error"] = .object([
                "code": Self.errorCode, "message": .string(error.message),
            ])
        }
        return .dictionary(answer)
    }

    private enum CallFailure: Error {
        case unsupported(PythonText)
        case raised(PythonError)

        /// `str(exception)`, without the value that a text of digits should have been.
        var message: PythonText {
            switch self {
            case .unsupported(let method):
                PythonText("400: Method ") + method + PythonText(" not supported")
            case .raised(let error): PythonText(error.message)
            }
        }
    }

    private func result(
        _ method: PythonValue, _ parameters: PythonValue
    ) throws(CallFailure) -> PythonValue {
        do throws(PythonError) {
            if method.equals(.text("eth_getBalance")) { return try balance(parameters) }
            if method.equals(.text("eth_sendTransaction")) { return try send(parameters) }
            if method.equals(.text("eth_getBlockByNumber")) { return try block(parameters) }
            if method.equals(.text("eth_blockNumber")) {
                return Self.hexadecimal(BigInt(ledger.chain.count - 1))
            }
            if method.equals(.text("net_version")) { return Self.networkVersion }
        } catch {
            throw .raised(error)
        }
        let name: PythonText
        do throws(PythonError) { name = try method.text() } catch { throw .raised(error) }
        throw .unsupported(name)
    }

    private func balance(_ parameters: PythonValue) throws(PythonError) -> PythonValue {
        let balance = try ledger.balance(parameters.firstElement())
        let wei = PythonValue.number(try balance * Self.weiInCoin)
        return Self.hexadecimal(try wei.convertedToInteger())
    }

    /// Answers a new id: the payment is neither pooled nor sent.
    private func send(_ parameters: PythonValue) throws(PythonError) -> PythonValue {
        let payment = try parameters.firstElement()
        _ = try payment.member("to")
        _ = try Self.coins(payment.member("value"))
        let gas = try payment.optionalMember("gas", default: Self.defaultGas)
        _ = try Self.coins(gas)
        return .text(surroundings.uniqueID())
    }

    /// `float(int(text, 16)) / 10**18`.
    private static func coins(_ text: PythonValue) throws(PythonError) -> PythonNumber {
        let float = try PythonValue.integer(integer(text)).convertedToFloat()
        return try PythonNumber.float(float) / weiInCoin
    }

    private static func integer(_ value: PythonValue) throws(PythonError) -> BigInt {
        guard case .string(let text) = value else {
            throw .type("int() can't convert non-string with explicit base")
        }
        return try text.hexadecimalInteger()
    }

    private func block(_ parameters: PythonValue) throws(PythonError) -> PythonValue {
        let name = try parameters.firstElement()
        let number =
            name.equals(.text("latest"))
            ? BigInt(ledger.chain.count - 1) : try Self.integer(name)
        guard let block = ledger.block(at: number) else { return PythonValue.none }
        guard case .integer(let index)? = block.index.number else {
            throw .type("'\(block.index.typeName)' object cannot be interpreted as an integer")
        }
        return .object([
            "number": Self.hexadecimal(index), "hash": block.hash,
            "parentHash": block.previousHash,
            "timestamp": Self.hexadecimal(try block.timestamp.convertedToInteger()),
            "transactions": try block.paymentObjects(), "trainingEpoch": block.trainingEpoch,
            "modelStateHash": block.modelStateHash,
        ])
    }

    /// `hex(integer)`.
    private static func hexadecimal(_ integer: BigInt) -> PythonValue {
        let digits = String(integer.magnitude, radix: 16)
        return .text((integer < 0 ? "-0x" : "0x") + digits)
    }
}

extension PublishedBlock {
    /// `[tx.to_dict() for tx in transactions]`. **Throws:** ``PythonError`` where a payment holds a
    /// plain value in the place of its proof.
    func paymentObjects() throws(PythonError) -> PythonValue {
        var objects: [PythonValue] = []
        for payment in try payments(for: "to_dict") { objects.append(try payment.object()) }
        return .list(objects)
    }
}

extension PythonValue {
    /// `value.get(key, default)`. **Throws:** ``PythonError/attribute(_:)`` where the value is no
    /// dictionary.
    func optionalMember(
        _ key: String, default value: PythonValue
    ) throws(PythonError) -> PythonValue {
        guard case .dictionary(let members) = self else { throw lacks("get") }
        return members[key] ?? value
    }
}
