"""Training of the article's linear network in minibatches, beside what is proved about its flow.

Everything is imported from its own module: what is not needed is not loaded.
"""
