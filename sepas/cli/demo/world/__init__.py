"""The demo world's two years of life: a seeded simulator that says the product's real verbs in simulated time.

`docs/world.md` describes the model. `parameters`, `parts`, `products` and `symptoms` hold its numbers and words;
`fleet` draws what was sold, to whom, and when it fails; `stage` is where people work; `engine` walks through time;
`journey` and `voices` say the verbs; `mood` draws who is content; `truth` writes down what the product never sees.
"""
