"""The way out: claiming what is due, handing it to a carrier, writing down what came of it. The worker's alone."""
