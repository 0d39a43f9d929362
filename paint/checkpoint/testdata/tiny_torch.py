"""Writes tiny_torch.bin: what torch.save({...}) of PyTorch 2 writes for a small state
dictionary, made with Python's own pickle and zip and classes that carry torch's names."""
import collections, io, pickle, struct, sys, types, zipfile

torch = types.ModuleType("torch")
utils = types.ModuleType("torch._utils")


def stub(module, name):
    def call(*a):
        raise RuntimeError
    call.__module__, call.__qualname__, call.__name__ = module.__name__, name, name
    setattr(module, name, call)
    return call


rebuild_tensor = stub(utils, "_rebuild_tensor_v2")
rebuild_parameter = stub(utils, "_rebuild_parameter")
sys.modules["torch"], sys.modules["torch._utils"] = torch, utils


class Storage:
    def __init__(self, kind, key, fmt, values):
        self.cls = type(kind, (), {"__module__": "torch"})
        setattr(torch, kind, self.cls)
        self.key, self.values, self.data = key, values, struct.pack("<%d%s" % (len(values), fmt), *values)


class Tensor:
    def __init__(self, storage, offset, shape, stride, parameter=False):
        self.args = (storage, offset, shape, stride, False, collections.OrderedDict())
        self.parameter = parameter

    def __reduce__(self):
        if self.parameter:
            return rebuild_parameter, (Tensor(*self.args[:4]), True, collections.OrderedDict())
        return rebuild_tensor, self.args


class Pickler(pickle._Pickler):
    def persistent_id(self, o):
        if isinstance(o, Storage):
            return ("storage", o.cls, o.key, "cpu", len(o.values))


class StateDict(collections.OrderedDict):
    def __reduce__(self):
        return (collections.OrderedDict, (), {"_metadata": collections.OrderedDict()}, None, iter(self.items()))


single = Storage("FloatStorage", "0", "f", [float(i) / 4 for i in range(12)])
half = Storage("HalfStorage", "1", "e", [1.0, -0.5, 65504.0, 2.0**-24])
long = Storage("LongStorage", "2", "q", [0, 1, -1, 2**40])
state = StateDict()
state["a.weight"] = Tensor(single, 0, (2, 3), (3, 1))
state["a.view"] = Tensor(single, 6, (3, 2), (2, 1))
state["a.point"] = Tensor(single, 4, (2, 1, 1), (1, 9, 9))
state["b.weight"] = Tensor(half, 0, (4,), (1,), True)
state["b.position_ids"] = Tensor(long, 0, (1, 4), (4, 1))
state["b.version"] = 3

out = io.BytesIO()
Pickler(out, 2).dump(state)
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_STORED) as z:
    def add(name, data):
        z.writestr(zipfile.ZipInfo("archive/" + name, (1980, 1, 1, 0, 0, 0)), data)
    add("data.pkl", out.getvalue())
    add("byteorder", b"little")
    for s in (single, half, long):
        add("data/" + s.key, s.data)
    add("version", b"3\n")
