internal import Architectures
internal import Tensors

extension FaultDraw {
    // MARK: Weights

    mutating func weightInMemory() -> PlantedFault? {
        guard let (tensor, element, bit) = weightBit() else { return nil }
        guard
            let place = operations.firstIndex(where: { $0.parameters.contains(tensor.name) })
        else { return nil }
        let truths = truths(Array(subject.prompts.indices), place: place) { values in
            output(values, with: tensor, element: element)
        }
        guard !truths.isEmpty else { return nil }
        return PlantedFault(
            kind: .weightInMemory, place: "bit \(bit) of element \(element) of \(tensor.name)",
            change: .parameter(tensor, isClaimed: false),
            truth: .elements(operation: "\(operations[place].station)", truths))
    }

    mutating func weightInModel() -> PlantedFault? {
        guard let (tensor, element, bit) = weightBit() else { return nil }
        return parameterFault(
            .weightInModel, tensor, "bit \(bit) of element \(element) of \(tensor.name)")
    }

    mutating func tensorScale() -> PlantedFault? {
        let tensor = subject.weights.tensors[index(below: subject.weights.tensors.count)]
        let doubles = index(below: 2) == 0
        let clamp = tensor.format.clamp
        let scaled = tensor.elements.map { element in
            let x = Int64(element)
            return Int32(
                ElementInputs.clamped(doubles ? 2 * x : FixedPoint.roundShift(x, 1), clamp))
        }
        return parameterFault(
            .tensorScale, tensor.replacing(scaled),
            "\(tensor.name), \(doubles ? "doubled" : "halved")")
    }

    private func parameterFault(
        _ kind: FaultKind, _ tensor: IntegerTensor, _ place: String
    ) -> PlantedFault? {
        let right = subject.weights[tensor.name]
        guard
            let difference = ElementDifference(
                right.elements.map(Int64.init), tensor.elements.map(Int64.init),
                dimensions: subject.dimensions(ofParameter: tensor.name))
        else { return nil }
        return PlantedFault(
            kind: kind, place: place, change: .parameter(tensor, isClaimed: true),
            truth: .parameter(tensor.name, difference))
    }

    /// A parameter with one bit of one element changed, the element and the bit; nil where the
    /// change would leave the range of its format. In embeddings, the element is one that some
    /// prompt reads.
    private mutating func weightBit() -> (IntegerTensor, element: Int, bit: Int)? {
        let tensor = subject.weights.tensors[index(below: subject.weights.tensors.count)]
        var element = index(below: tensor.elements.count)
        let tokenIDs = subject.prompts[prompt()].tokenIDs
        let position = index(below: tokenIDs.count)
        if tensor.name == "wte" {
            element = Int(tokenIDs[position]) * tensor.columns + element % tensor.columns
        } else if tensor.name == "wpe" {
            element = position * tensor.columns + element % tensor.columns
        }
        let clamp = tensor.format.clamp
        let bit = index(below: clamp.bitWidth - clamp.leadingZeroBitCount)
        let changed = tensor.elements[element] ^ 1 << Int32(bit)
        guard abs(Int64(changed)) <= clamp else { return nil }
        var elements = tensor.elements
        elements[element] = changed
        return (tensor.replacing(elements), element, bit)
    }

    /// The output that follows from a changed parameter, of which one element differs.
    private func output(
        _ values: OperationValues, with tensor: IntegerTensor, element: Int
    ) -> [Int64] {
        var output = values.output
        let columns = values.dimensions[1]
        let (row, column) = (element / tensor.columns, element % tensor.columns)
        for (position, id) in values.tokenIDs.enumerated() {
            if tensor.name == "wte" && Int(id) != row { continue }
            if tensor.name == "wpe" && position != row { continue }
            let place = position * columns + column
            output[place] =
                values.elementInputs(place) { name in
                    name == tensor.name ? tensor : subject.weights[name]
                }.value
        }
        return output
    }

    // MARK: Tokens

    mutating func token() -> PlantedFault? {
        let prompt = prompt()
        let ids = subject.prompts[prompt].tokenIDs
        let position = index(below: ids.count)
        let id = Int32(index(below: subject.architecture.shape.vocabularyCount))
        guard id != ids[position] else { return nil }
        return PlantedFault(
            kind: .token, place: "token \(position) of prompt \(prompt)",
            change: .token(prompt: prompt, position: position, id: id),
            truth: .token(prompt: prompt, position: position, ids: [ids[position], id]))
    }

    // MARK: Schedules

    /// Exchanges two neighbouring operations of which the second reads the first, and whose shapes
    /// allow either order: a residual and the norm after it, or the first layer of the feed-forward
    /// and its activation.
    mutating func operationOrder() -> PlantedFault? {
        let places = operations.indices.dropLast().filter { place in
            let second = operations[place + 1]
            let kinds = (operations[place].kind, second.kind)
            return kinds == (.residual, .norm) || kinds == (.residual, .rootNorm)
                || kinds == (.linear, .activation)
        }
        let place = places[index(below: places.count)]
        let (first, second) = (operations[place], operations[place + 1])
        guard let source = first.inputs.last else { return nil }
        var list = operations
        list[place] = Operation(
            second.station, second.kind, inputs: [source], parameters: second.parameters,
            output: operations[source].output)
        list[place + 1] = Operation(
            first.station, first.kind, inputs: first.inputs.dropLast() + [place],
            parameters: first.parameters, output: first.output)
        for later in list.indices.dropFirst(place + 2) {
            list[later] = list[later].reading { $0 == place ? place + 1 : $0 }
        }
        return PlantedFault(
            kind: .operationOrder, place: "\(first.station) behind \(second.station)",
            change: .operations(list),
            truth: .schedule(names: ["\(first.station)", "\(second.station)"]))
    }

    mutating func skippedLayer() -> PlantedFault? {
        let layer = index(below: subject.architecture.shape.layerCount)
        let places = operations.indices.filter { operations[$0].station.layer == layer }
        guard let first = places.first, let last = places.last else { return nil }
        // Operations that read the layer's end now read the layer's input.
        let list = operations.indices.filter { !places.contains($0) }.map { place in
            operations[place].reading { input in
                input == last ? first - 1 : input > last ? input - places.count : input
            }
        }
        let next = list.indices.contains(first) ? "\(list[first].station)" : nil
        return PlantedFault(
            kind: .skippedLayer, place: "layer \(layer)", change: .operations(list),
            truth: .schedule(names: ["\(operations[first].station)", next]))
    }
}

extension Operation {
    /// The same operation with other inputs.
    fileprivate func reading(_ place: (Int) -> Int) -> Operation {
        Operation(
            station, kind, inputs: inputs.map(place), parameters: parameters, output: output,
            heads: heads, rotaryBase: rotaryBase)
    }
}

extension IntegerTensor {
    fileprivate func replacing(_ elements: [Int32]) -> IntegerTensor {
        IntegerTensor(
            name: name, rows: rows, columns: columns, format: format, elements: elements)
    }
}
