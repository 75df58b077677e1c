"""A deep network of any depth, to which tests add claims."""

HEAD = r"""
[article]
name = "deep"
format = 2
[layers]
index = "j"
depth = "L"
[spaces]
n_j = "units"
[symbols]
W_j = { shape = ["n_j", "n_{j-1}"], role = "state" }
a_j = { role = "state" }
W = { shape = ["n_L", "n_0"] }
X = { shape = ["n_0", "n_0"], properties = ["psd"] }
Y = { shape = ["n_L", "n_0"] }
C_j = { shape = ["n_j", "n_j"], role = "constant" }
J = {}
E = {}
'\lambda' = { sign = "positive" }
s = { sign = "positive" }
[definitions]
W = 'W_L \cdots W_1'
E = '\sum_k a_k^2'
[objective]
symbol = "J"
equation = "1"
[rules]
step = "s"
W_j = 'W_j - s \nabla_{W_j} J'
[flows.descent]
[flows.near]
equations = ['\dot{a}_j = a_{j+1}', '\dot{a}_L = 0']
[flows.far]
equations = ['\dot{a}_j = -a_j']
[hypotheses.balanced]
text = "balanced"
relations = ['W_{j+1}^T W_{j+1} = W_j W_j^T']
[hypotheses.first]
text = "the first layer is 0"
let = ['W_1 = 0']
[[equation]]
number = "1"
latex = '''J = \frac{1}{2} \text{tr}(W X W^T) - \text{tr}(W Y^T)
  + \frac{\lambda}{2} \sum_{j=1}^{L} \|W_j\|_F^2'''
"""


def claim(reading: str, kind: str = "identity", more: str = "") -> str:
    return f'\n[[claim]]\nid = "c"\nkind = "{kind}"\nreading = \'{reading}\'\n{more}\n'
