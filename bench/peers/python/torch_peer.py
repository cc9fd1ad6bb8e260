"""PyTorch from Python, as an engine of bench/compare: torch_peer.py FOLDER THREADS answers the requests of dev.lanewise.bench.peer.Turns."""
import os
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

STEPS = 3  # training steps whose losses are compared
LEAST_SECONDS_OF_A_SAMPLE = 100e-6


def read(folder, name):
    """The tensors of a TensorFile by their names, in order."""
    numbers = torch.from_file(os.path.join(folder, name + ".f32"), size=os.path.getsize(os.path.join(folder, name + ".f32")) // 4)
    tensors, start = {}, 0
    with open(os.path.join(folder, name + ".txt")) as lines:
        for line in lines:
            words = line.split()
            shape = [int(word) for word in words[1:]]
            size = 1
            for length in shape:
                size *= length
            tensors[words[0]] = numbers[start:start + size].view(shape).clone()
            start += size
    return tensors


def stack(channels, features):
    """Convolutions with relu and pooling from channels to channels, then linear layers with relu between."""
    layers = []
    for i in range(len(channels) - 1):
        layers += [nn.Conv2d(channels[i], channels[i + 1], 3), nn.ReLU(), nn.MaxPool2d(2)]
    layers.append(nn.Flatten())
    for i in range(len(features) - 1):
        layers += [nn.Linear(features[i], features[i + 1]), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


class Recurrent(nn.Module):
    """A recurrent layer, and a linear one for its state at the end."""

    def __init__(self, kind):
        super().__init__()
        self.cell, self.head = kind(32, 128, batch_first=True), nn.Linear(128, 10)

    def forward(self, x):
        state = self.cell(x)[1]
        return self.head(state[0][0] if isinstance(state, tuple) else state[0])


class BidirectionalLstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(10000, 64)
        self.cell = nn.LSTM(64, 64, batch_first=True, bidirectional=True)
        self.hidden, self.head = nn.Linear(128, 64), nn.Linear(64, 10)

    def forward(self, x):
        ends = self.cell(self.words(x))[1][0]  # [2, batch, 64]
        return self.head(F.relu(self.hidden(ends.transpose(0, 1).reshape(-1, 128))))


class Block(nn.Module):
    """A layer of a GPT that normalizes first. Attention is written out where this PyTorch has no op for it."""

    def __init__(self, width=128, heads=4, context=128):
        super().__init__()
        self.heads = heads
        self.projection, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.wide, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.first, self.second = nn.LayerNorm(width), nn.LayerNorm(width)
        self.mask = torch.full((context, context), float("-inf")).triu(1)

    def attention(self, q, k, v):
        if hasattr(F, "scaled_dot_product_attention"):
            return F.scaled_dot_product_attention(q, k, v, is_causal=True)
        scores = torch.matmul(q, k.transpose(-2, -1)) * q.size(-1) ** -0.5
        return torch.matmul((scores + self.mask).softmax(-1), v)

    def forward(self, x):
        batch, time, width = x.shape
        q, k, v = self.projection(self.first(x)).view(batch, time, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        x = x + self.out(self.attention(q, k, v).transpose(1, 2).reshape(batch, time, width))
        return x + self.narrow(F.gelu(self.wide(self.second(x))))


class Gpt(nn.Module):
    def __init__(self, vocabulary=65, width=128, context=128, layers=4):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(vocabulary, width), nn.Embedding(context, width)
        self.blocks = nn.Sequential(*[Block() for _ in range(layers)])
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, vocabulary)
        self.places = torch.arange(context)

    def forward(self, x):
        return self.head(self.norm(self.blocks(self.tokens(x) + self.positions(self.places))))


MODELS = {
    "gpt": Gpt,
    "cnn": lambda: stack([1, 32], [5408, 128, 10]),
    "cnn224": lambda: stack([3, 32, 64, 128], [86528, 512, 10]),
    "mlp32": lambda: stack([1], [784, 32, 10]),
    "mlp512": lambda: stack([1], [784, 512, 512, 10]),
    "lstm": lambda: Recurrent(nn.LSTM),
    "gru": lambda: Recurrent(nn.GRU),
    "bilstm": BidirectionalLstm,
}


def attention(folder, name, batch):
    """Attention alone, with the same answers as prepare()."""
    q, k, v, gradient = read(folder, name + "-" + batch).values()
    inputs = [x.requires_grad_() for x in (q, k, v)]
    blind = torch.full((q.size(-2), q.size(-2)), float("-inf")).triu(1)

    def run():
        for x in inputs:
            x.grad = None
        if hasattr(F, "scaled_dot_product_attention"):
            y = F.scaled_dot_product_attention(q, k, v, is_causal=name == "causal")
        else:
            scores = torch.matmul(q, k.transpose(-2, -1)) * q.size(-1) ** -0.5
            y = torch.matmul((scores + blind if name == "causal" else scores).softmax(-1), v)
        y.backward(gradient)
        return y.detach()

    results = [result.flatten() for result in [run()] + [x.grad for x in inputs]]
    values = [result[i * (len(result) - 1) // 15].item() for result in results for i in range(16)]
    return run, "ready 0 " + " ".join("%.9g" % value for value in values)


def prepare(folder, kind, name, batch):
    """A function that runs the workload once and returns its values, and the answer to the request."""
    if kind == "attention":
        return attention(folder, name, batch)
    if name not in MODELS:
        return None, "cannot no model is written for " + name
    tensors = read(folder, name + "-" + batch)
    inputs, labels = tensors.pop("inputs"), tensors.pop("labels").long().view(-1)
    if name in ("bilstm", "gpt"):
        inputs = inputs.long()
    model = MODELS[name]()
    parameters = list(model.parameters())
    if [list(p.shape) for p in parameters] != [list(t.shape) for t in tensors.values()]:
        return None, "cannot not the same model: its parameters have other shapes"
    with torch.no_grad():
        for parameter, value in zip(parameters, tensors.values()):
            parameter.copy_(value)
    if kind == "train":
        optimizer = torch.optim.Adam(parameters, 1e-3)

        def run():
            optimizer.zero_grad(set_to_none=True)
            loss = F.cross_entropy(model(inputs).view(labels.numel(), -1), labels)
            loss.backward()
            optimizer.step()
            return [loss.item()]
    else:
        model.eval()

        def run():
            with torch.inference_mode():
                return model(inputs)
    values = [value for _ in range(STEPS if kind == "train" else 1) for value in flat(run())]
    count = sum(parameter.numel() for parameter in parameters)
    return run, "ready %d %s" % (count, " ".join("%.9g" % value for value in values))


def flat(values):
    return values if isinstance(values, list) else values.flatten().tolist()


def measure(run, seconds):
    together, times = 1, []
    start = now = time.perf_counter()
    while now - start < seconds or not times:
        before = now
        for _ in range(together):
            run()
        now = time.perf_counter()
        if now - before < LEAST_SECONDS_OF_A_SAMPLE and not times:
            together *= 2
            continue
        times.append((now - before) / together)
    times.sort()
    quantile = lambda share: times[min(len(times) - 1, int(share * len(times)))]
    return "time %.4g %.4g %.4g %d" % (quantile(0.5), quantile(0.1), quantile(0.9), len(times))


def main(folder, threads):
    torch.set_num_threads(int(threads))
    run = None
    for line in sys.stdin:
        try:
            word, argument = line.split()
            if word == "prepare":
                run, answer = prepare(folder, *argument.split("/"))
            else:
                answer = measure(run, float(argument))
        except Exception as error:  # whatever goes wrong belongs into the table's notes
            answer = "cannot " + (str(error) or repr(error)).splitlines()[0]
        print("@" + answer, flush=True)


main(*sys.argv[1:])
