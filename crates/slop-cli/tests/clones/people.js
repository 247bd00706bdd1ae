const adults = (people) => {
	const grown = [];
	for (const person of people) {
		if (person.age > 17) {
			grown.push(person.name);
		}
	}
	return grown;
};

export const children = (people) => {
	const small = [];
	for (const person of people) {
		if (person.age > 12) {
			small.push(person.name);
		}
	}
	return small;
};
